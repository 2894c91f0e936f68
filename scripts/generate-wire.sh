#!/usr/bin/env bash
# Regenerates Sources/Wire/Generated from schemas/*.fbs.
# Needs flatc (Debian package flatbuffers-compiler).
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v flatc >/dev/null; then
    echo "error: flatc not found; install the Debian package flatbuffers-compiler" >&2
    exit 1
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The generator tells by the declaring file, named relative to schemas/, which declarations belong to which output, and
# by the built-in attributes what it has to refuse.
flatc --binary --schema --bfbs-comments --bfbs-builtins --bfbs-filenames schemas -o "$work" schemas/*.fbs

# The generator is built from the runtime that it writes code for, so what it writes must not be needed to build it
# half-way: build first, replace the generated files last.
# With the traits that other builds in this folder have: without, SwiftPM would remove what these need.
build=(swift build --traits CommandLine,DistributedTracing,Guests,Metrics,Pools)
"${build[@]}" --product GenerateWire
"$("${build[@]}" --show-bin-path)/GenerateWire" "$work" "$work"/*.bfbs
rm -f Sources/Wire/Generated/*.swift
mv "$work"/*.swift Sources/Wire/Generated/
