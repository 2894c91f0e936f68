#!/usr/bin/env bash
# Feeds the fuzz targets of Fuzz/ by libFuzzer, each for some seconds and two at a time, and fails when one finds something.
#
# usage: fuzz.sh SECONDS SCRATCH-FOLDER
#
# Seeds are in Fuzz/Corpus. What the fuzzer adds stays in the scratch folder, so that the next run goes on from there; what
# it has found is there too, and the message says how to see it again.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly seconds=$1
readonly scratch=$2
readonly programs=$scratch/x86_64-unknown-linux-gnu/release
readonly at_a_time=3

# The address sanitizer finds what Swift's own checks cannot: much is read and written through pointers. Of two sanitizers the
# Swift compiler takes the last alone, unless one argument names both: then the fuzzer would not see what its inputs reach.
# Testability, since the targets use what only this package sees.
swift build -c release --sanitize fuzzer --sanitize address -Xswiftc -sanitize=fuzzer,address -Xswiftc -enable-testing \
    --package-path Fuzz --scratch-path "$scratch"

# Leaks are not looked for, and Swift's runtime keeps much. Backtraces of a process that is being fuzzed never end.
export ASAN_OPTIONS=detect_leaks=0 SWIFT_BACKTRACE=enable=no

declare -A running=()
stop() {
    if ((${#running[@]} > 0)); then kill "${!running[@]}" 2>/dev/null || true; fi
}
trap stop EXIT

start() {
    local -r target=$1
    local -r corpus=$scratch/corpus/$target
    mkdir -p "$corpus"
    "$programs/$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1 \
        -artifact_prefix="$scratch/$target-" "$corpus" "Fuzz/Corpus/$target" >"$scratch/$target.log" 2>&1 &
    running[$!]=$target
    echo "$target, for $seconds s"
}

# Waits for whichever target ends next, and fails unless it has found nothing in what it was given.
await_one() {
    local process status=0 count places input
    wait -n -p process "${!running[@]}" || status=$?
    local -r target=${running[$process]}
    unset "running[$process]"
    local -r log=$scratch/$target.log
    if ((status != 0)); then
        tail -n 40 "$log" >&2
        input=$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)
        echo "error: $target has found something: to see it again, run" \
            "ASAN_OPTIONS=$ASAN_OPTIONS SWIFT_BACKTRACE=$SWIFT_BACKTRACE $programs/$target ${input:-FILE}" >&2
        return 1
    fi
    count=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    if ((${count:-0} == 0)); then
        tail -n 40 "$log" >&2
        echo "error: $target was given no input" >&2
        return 1
    fi
    # The target alone has some tens, the libraries have thousands.
    places=$(sed -n 's/^INFO: Loaded .* PC tables (\([0-9]*\) PCs).*/\1/p' "$log")
    if ((${places:-0} < 1000)); then
        echo "error: $target sees too little of what its inputs reach, only ${places:-0} places: was it built as above?" >&2
        return 1
    fi
    echo "$target: $count inputs, nothing found"
}

for corpus in Fuzz/Corpus/*/; do
    if ((${#running[@]} == at_a_time)); then await_one; fi
    start "$(basename "$corpus")"
done
while ((${#running[@]} > 0)); do await_one; done
