#!/usr/bin/env bash
# Builds the libraries' documentation, one archive that any web server can serve. A warning of DocC is an error, and so
# is a public symbol without a comment.
#
# usage: scripts/docs.sh SYMBOL-GRAPHS OUTPUT    (folders; `swift package dump-symbol-graph` makes the first)
set -euo pipefail
cd "$(dirname "$0")/.."

if (($# != 2)); then
    echo "usage: $0 SYMBOL-GRAPHS OUTPUT" >&2
    exit 2
fi
readonly symbol_graphs=$1 output=$2

# Each library may link to the symbols and tutorials of those before it.
readonly libraries=(Wire HostRuntime GuestSDK GuestTesting SandboxPooling SandboxMetrics SandboxTracing SandboxDistributedTracing)

rm -rf "$output"
mkdir -p "$output"
parts=$(mktemp -d)
trap 'rm -rf "$parts"' EXIT

archives=()
dependencies=()
for library in "${libraries[@]}"; do
    mkdir "$parts/$library"
    # `Library@Other` holds what the library adds to types of other modules.
    cp "$symbol_graphs/$library".symbols.json "$parts/$library"
    find "$symbol_graphs" -maxdepth 1 -name "$library@*.symbols.json" -exec cp -t "$parts/$library" {} +
    scripts/check-symbol-comments.py "$parts/$library"/*.json

    archive=$parts/$library.doccarchive
    docc convert "Sources/$library/$library.docc" --warnings-as-errors \
        --additional-symbol-graph-dir "$parts/$library" --output-path "$archive" \
        --fallback-display-name "$library" --fallback-bundle-identifier "swiftlet.$library" \
        --enable-experimental-external-link-support "${dependencies[@]}"
    archives+=("$archive")
    dependencies+=(--dependency "$archive")
done

docc merge "${archives[@]}" --synthesized-landing-page-name Swiftlet --output-path "$output/Swiftlet.doccarchive"
echo "The documentation is in $output/Swiftlet.doccarchive. To read it:"
echo "    python3 -m http.server --directory $output/Swiftlet.doccarchive"
echo "and open http://localhost:8000/documentation"
