#!/bin/bash
# Feeds the fuzz targets of Fuzz/ by libFuzzer, each for some seconds, and fails when one finds something.
#
# usage: fuzz.sh SECONDS SCRATCH-FOLDER
#
# Seeds are in Fuzz/Corpus. What the fuzzer adds stays in the scratch folder, so that the next run goes on from there; what
# it has found is there too, and the message says how to see it again.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=$1
scratch=$2

# The address sanitizer finds what Swift's own checks cannot: the encoder writes through pointers. Testability, since the
# targets use what only this package sees.
swift build -c release --sanitize fuzzer --sanitize address -Xswiftc -enable-testing --package-path Fuzz \
    --scratch-path "$scratch"

# Leaks are not looked for, and Swift's runtime keeps much. Backtraces of a process that is being fuzzed never end.
export ASAN_OPTIONS=detect_leaks=0 SWIFT_BACKTRACE=enable=no

for target in Fuzz/Corpus/*/; do
    target=$(basename "$target")
    corpus=$scratch/corpus/$target
    mkdir -p "$corpus"
    echo "$target, for $seconds s"
    if ! "$scratch/x86_64-unknown-linux-gnu/release/$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
        -max_len=4096 -print_final_stats=1 -artifact_prefix="$scratch/$target-" "$corpus" "Fuzz/Corpus/$target" \
        >"$scratch/$target.log" 2>&1; then
        tail -n 40 "$scratch/$target.log" >&2
        echo "error: $target has found something: run $scratch/x86_64-unknown-linux-gnu/release/$target with the file" \
            "that is named above" >&2
        exit 1
    fi
    grep -E '^stat::number_of_executed_units' "$scratch/$target.log"
done
