#!/usr/bin/env bash
# Checks the format of every Swift file by the rules in .swift-format, or applies them.
#
# usage: scripts/format.sh check|fix
set -euo pipefail
cd "$(dirname "$0")/.."

case ${1-} in
check) command=(lint --strict) ;;
fix) command=(format --in-place) ;;
*)
    echo "usage: $0 check|fix" >&2
    exit 2
    ;;
esac

# Generated code has the format that its generator gives it.
mapfile -d '' -t files < <(
    find . \( -name .build -o -path ./Sources/Wire/Generated \) -prune -o -name '*.swift' -print0
)
swift format "${command[@]}" --parallel "${files[@]}"
