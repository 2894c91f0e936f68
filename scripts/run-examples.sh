#!/usr/bin/env bash
# Builds every example, runs the tests of its guest, and runs its host, whose output must be that of expected-output.txt.
# What the hosts print to standard error, the guests' logs with their times, is not compared. The server is run among
# clients instead, which check what it answers.
#
# usage: scripts/run-examples.sh SCRATCH-FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."

# Folder under examples/, guest's product, host's product, and the host's arguments after the image, relative to the folder.
# Without a host's product, what runs the host is at the end of this script.
readonly examples=(
    "hello-world HelloGuest hello"
    "build-order BuildOrderGuest build-order toolchain.txt chicken-and-egg.txt"
    "templates TemplatesGuest templates data"
    "server ServerGuest"
)

scratch=$(realpath --canonicalize-missing "${1:?usage: scripts/run-examples.sh SCRATCH-FOLDER}")
readonly scratch
readonly images=$scratch/x86_64-unknown-none-elf/debug
# Hosts have a scratch folder of their own: they resolve no swift-syntax, which would then be compiled again for guests.
readonly hosts=$scratch/hosts
readonly programs=$hosts/x86_64-unknown-linux-gnu/debug
# The server resolves Hummingbird and what that needs, which SwiftPM would remove for the other hosts.
readonly server=$scratch/server
failed=0

build() {
    swift build --disable-build-manifest-caching "$@"
}

run_host() {
    local -r folder=examples/$1 image=$images/$2 program=$programs/$3 output=$scratch/$1-output.txt
    shift 3
    if ! (cd "$folder" && "$program" "$image" "$@") >"$output"; then
        echo "error: the host of $folder failed; this is what it printed:" >&2
        cat "$output" >&2
        failed=1
    elif ! diff --unified "$folder/expected-output.txt" "$output"; then
        echo "error: the host of $folder does not print what $folder/expected-output.txt has; the difference is above." >&2
        failed=1
    fi
}

for folder in examples/*/; do
    name=$(basename "$folder")
    if [[ " ${examples[*]%% *} " != *" $name "* ]]; then
        echo "error: $folder is not run: add it to $0." >&2
        failed=1
    fi
done

for example in "${examples[@]}"; do
    read -r name guest _ <<<"$example"
    build --scratch-path "$scratch" --swift-sdks-path sdk --swift-sdk swiftlet-guest \
        --package-path "examples/$name/guest" --product "$guest"
done
for example in "${examples[@]}"; do
    read -r name _ <<<"$example"
    swift test --disable-build-manifest-caching --scratch-path "$scratch" --package-path "examples/$name/guest" --disable-xctest
done
for example in "${examples[@]}"; do
    read -r name guest host arguments <<<"$example"
    if [[ -z $host ]]; then continue; fi
    build --scratch-path "$hosts" --package-path "examples/$name/host" --product "$host"
    # Words on purpose: none of the arguments has spaces.
    # shellcheck disable=SC2086
    run_host "$name" "$guest" "$host" $arguments
done

build --scratch-path "$server" --package-path examples/server/host --product server
scripts/load-test-server.py "$server/x86_64-unknown-linux-gnu/debug/server" "$images/ServerGuest" || failed=1
exit "$failed"
