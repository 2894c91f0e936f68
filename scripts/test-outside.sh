#!/usr/bin/env bash
# Uses Swiftlet as its users do: from an installation, and from packages that are outside this checkout and depend on a
# release of it by URL. The release is what HEAD is, in a repository made for the test.
#
# usage: scripts/test-outside.sh SCRATCH-FOLDER (where guests are built, so that swift-syntax is compiled once; hosts are
# built in its folder `hosts`)
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=$(realpath --canonicalize-missing "${1:?usage: scripts/test-outside.sh SCRATCH-FOLDER}")
version=$(scripts/version.sh)
work=$(mktemp --directory)
readonly scratch version work
readonly url=file://$work/swiftlet.git
readonly images=$scratch/x86_64-unknown-none-elf/debug
readonly hosts=$scratch/hosts
readonly programs=$hosts/x86_64-unknown-linux-gnu/debug
readonly options=(--disable-build-manifest-caching --scratch-path)

trap 'rm -rf "$work"' EXIT

step() { echo "==> $*"; }

fail() {
    echo "error: $*" >&2
    exit 1
}

make_release() {
    git clone --quiet --bare . "$work/swiftlet.git"
    git -C "$work/swiftlet.git" tag --force "$version" HEAD >/dev/null
}

# Installs below a temporary folder, whose command then comes first on PATH.
install_swiftlet() {
    make --no-print-directory install PREFIX="$work/prefix" scratch="$scratch"
    # The environment that a service has: no toolchain, and no path to its libraries.
    [[ $(env --ignore-environment "$work/prefix/bin/swiftlet" --version) == "$version" ]] ||
        fail "the installed command does not start by itself"
    if ldd "$work/prefix/bin/swiftlet" | grep --extended-regexp 'swift|Foundation|dispatch'; then
        fail "the installed command needs the toolchain's libraries, as shown"
    fi
    PATH=$work/prefix/bin:$PATH
    # Where the installed bundle was packed must not matter, nor where the archive is unpacked.
    swift sdk install --swift-sdks-path "$work/sdk" "$scratch/guest-sdk/swiftlet-guest-$version.artifactbundle.tar.gz"
}

# Copies the examples, depending on the release instead of the checkout around them.
copy_examples() {
    local -r by_path='name: "swiftlet", path: "../../.."' by_url="url: \"$url\", from: \"$version\""
    local manifest
    git archive HEAD examples | tar --extract --directory "$work"
    for manifest in "$work"/examples/*/{guest,host}/Package.swift; do
        sed --in-place "s#$by_path#$by_url#" "$manifest"
        grep --quiet --fixed-strings "$by_url" "$manifest" || fail "${manifest#"$work/"} does not depend on Swiftlet by path"
    done
}

# One for all: from here they differ only in their own code, which `make examples` runs.
try_hello_world() {
    local -r example=$work/examples/hello-world
    swift build "${options[@]}" "$scratch" --swift-sdks-path "$work/sdk" --swift-sdk swiftlet-guest \
        --package-path "$example/guest" --product HelloGuest
    swift build "${options[@]}" "$hosts" --package-path "$example/host" --product hello
    diff --unified "$example/expected-output.txt" <("$programs/hello" "$images/HelloGuest") ||
        fail "the host of hello-world does not print what it should, as shown"
}

# check_dependencies PACKAGE SCRATCH-FOLDER NAME…: besides Swiftlet and what the package itself asks for, only these are resolved.
check_dependencies() {
    local -r package=$1 folder=$2
    shift 2
    local resolved
    local -a own
    mapfile -t own < <(sed -nE 's#.*url: ".*/([^/"]+)".*#\1#p' "$package/Package.swift" | sed 's/\.git$//')
    resolved=$(swift package "${options[@]}" "$folder" --package-path "$package" show-dependencies --format json |
        python3 -c '
import json, sys

def names(package):
    for dependency in package["dependencies"]:
        yield dependency["identity"]
        yield from names(dependency)

print("\n".join(sorted(set(names(json.load(sys.stdin))))))')
    diff <(printf '%s\n' swiftlet "$@" "${own[@]}" | sort --unique) <(echo "$resolved") ||
        fail "${package#"$work/"} resolves other packages than it needs, as shown"
}

check_all_dependencies() {
    local example
    for example in "$work"/examples/*/; do
        check_dependencies "${example}guest" "$scratch" swift-log swift-syntax swift-system
        # What a web framework resolves is not ours to say.
        grep --quiet hummingbird "${example}host/Package.swift" ||
            check_dependencies "${example}host" "$hosts" swift-log swift-system
    done
}

# expect TEXT COMMAND…: the command succeeds, and the last line that it prints is the text.
expect() {
    local -r expected=$1
    shift
    local output
    output=$("$@" | tail --lines=1) || fail "$* failed"
    [[ $output == "$expected" ]] || fail "$* printed: $output"
}

# expect_status STATUS COMMAND…: the command ends with that exit status.
expect_status() {
    local -r expected=$1
    shift
    local status=0
    "$@" >/dev/null 2>&1 || status=$?
    ((status == expected)) || fail "$* ended with $status, not with $expected"
}

try_new_packages() {
    export SWIFTLET_PACKAGE=$url
    cd "$work"
    swiftlet new guest my-greeter
    swiftlet new host greeter-host --path "hosts/of greeters"
    if swiftlet new guest my-greeter 2>/dev/null; then fail "swiftlet new has written over a package"; fi
    # From within the package, and read as a program reads it.
    cd my-greeter/Sources
    expect "[\"$images/MyGreeter\"]" bash -c "swiftlet build --scratch-path '$scratch' --json |
        python3 -c 'import json, sys; print(json.dumps(json.load(sys.stdin)[\"images\"]))'"
    cd "$work"
    swift test "${options[@]}" "$scratch" --package-path my-greeter --disable-xctest
    expect "Hello, World!" swiftlet run "$images/MyGreeter" sayHello World --host-function hostGreeting=Hello
    swift build "${options[@]}" "$hosts" --package-path "hosts/of greeters"
    expect "Good morning, World!" "$programs/GreeterHost" "$images/MyGreeter"
}

# Word for word, with a home of its own.
try_front_page() {
    local -r log=$work/front-page.log
    mkdir "$work/home" "$work/front-page"
    HOME=$work/home Tests/Outside/quick-start.sh "$work/front-page" "$scratch" | tee "$log"
    [[ $(tail --lines=1 "$log") == "Good morning, World!" ]] || fail "the front page's host did not greet"
}

step "a release of what HEAD is"
make_release
step "make install"
install_swiftlet
step "standard output and words that cannot be used"
expect_status 73 bash -c 'swiftlet doctor >/dev/full'
expect_status 73 bash -c 'swiftlet doctor >&-'
expect_status 64 swiftlet doctor $'a\xff'
step "the front page's commands"
try_front_page
# A user's build has no such variable, and a dependency's warnings are not a user's.
unset SWIFTLET_WARNINGS_AS_ERRORS
step "hello-world, with the Swift SDK from the archive"
copy_examples
try_hello_world
# SwiftPM needs its clone of the release for as long as its records in the scratch folder name it, which is until the next
# run of this script. Clones of earlier runs nothing needs.
find "$scratch/repositories" -maxdepth 1 -name 'swiftlet-*' ! -newer "$work/swiftlet.git" -exec rm -rf {} +
step "what they resolve"
check_all_dependencies
step "new packages, with the installed command"
(try_new_packages)
step "make uninstall"
make --no-print-directory uninstall PREFIX="$work/prefix"
[[ -z $(find "$work/prefix" -type f) ]] || fail "files are left: $(find "$work/prefix" -type f)"
