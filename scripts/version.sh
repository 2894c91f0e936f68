#!/usr/bin/env bash
# Prints the version of Swiftlet, from the one place where it is written. The SDK bundle's own description has to repeat it.
#
# usage: scripts/version.sh
set -euo pipefail
cd "$(dirname "$0")/.."

readonly source=Sources/Wire/ABI/SwiftletVersion.swift
readonly description=sdk/swiftlet-guest.artifactbundle/info.json

version=$(sed -n 's/.*static let current = "\([^"]*\)".*/\1/p' "$source")
if [[ -z $version ]]; then
    echo "error: $source names no version" >&2
    exit 1
fi
if ! grep -qF "\"version\": \"$version\"" "$description"; then
    echo "error: $description has another version than $source, which says $version" >&2
    exit 1
fi
echo "$version"
