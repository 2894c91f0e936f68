#!/usr/bin/env bash
# Runs the tests that need KVM, already built, on standard KVM, and compares what was skipped with .ci/skips.txt.
#
# usage: scripts/test-standard-kvm.sh [--shadow-paging] [--without-smap] [--filter PATTERN] [REPORT]
#   --shadow-paging    runs KVM without nested paging
#   --without-smap     emulates a processor without SMAP
#   --filter PATTERN   runs only these tests, as for `swift test`, and leaves the comparison out
#   REPORT             the file that receives the run's event stream, one JSON object a line
#                      (.build/standard-kvm-test-report.jsonl)
set -euo pipefail
cd "$(dirname "$0")/.."

# The module of all the tests of what KVM does. Those of pools need it too, but find nothing out about it.
readonly module=HostRuntimeTests
# It makes no difference to these where they run, except that they take minutes there: they run no guest, or look at what the
# host's kernel does with memory.
readonly without='\.(BurstMemory|CodeLocation|DebugInformation|GuestImage|HotPagesSimulation|MemoryProfiler|SymbolSizes|TraceSiteTable)Tests/'
readonly tests=.build/x86_64-unknown-linux-gnu/debug/swiftletPackageTests.xctest
export SWIFTLET_GUESTS=${SWIFTLET_GUESTS:-$PWD/.build/x86_64-unknown-none-elf/debug}
export SWIFTLET_TRACED_GUESTS=${SWIFTLET_TRACED_GUESTS:-$PWD/.build/traced-guests}
# An exit takes about a millisecond there, tens of times what it takes elsewhere.
export SWIFTLET_PROPERTY_STEPS=${SWIFTLET_PROPERTY_STEPS:-60}
export SWIFTLET_RANDOM_PROGRAMS=${SWIFTLET_RANDOM_PROGRAMS:-50}
export SWIFTLET_WAITING_CALLS=${SWIFTLET_WAITING_CALLS:-50}
export SWIFTLET_INTERRUPTIONS=${SWIFTLET_INTERRUPTIONS:-20}

# Twice what the run takes on an idle machine: a busy one must not fail it.
readonly limit=1500

options=(--limit "$limit")
filter="^$module\\."
complete=1
while [[ ${1-} == --* ]]; do
    case $1 in
    --shadow-paging | --without-smap) options+=("$1") && shift ;;
    --filter) filter=${2:?} complete=0 && shift 2 ;;
    *) break ;;
    esac
done
if (($# > 1)) || [[ ${1-} == -* ]]; then
    sed -n 's/^# \(usage:.*\)/\1/p' "$0" >&2
    exit 2
fi
readonly report=${1-.build/standard-kvm-test-report.jsonl}

# The tests' guests are those that there are with trace points; others may be under construction.
for guest in "$SWIFTLET_TRACED_GUESTS"/*; do
    options+=(--file "$guest" --file "$SWIFTLET_GUESTS/${guest##*/}")
done

rm -f "$report"
status=0
# One test at a time: there is one processor, and a test that hangs is then the last that started.
scripts/standard-kvm.sh "${options[@]}" --output "$report" -- "$tests" --testing-library swift-testing \
    --filter "$filter" --skip "$without" --no-parallel --event-stream-output-path /dev/vport0p3 || status=$?
if ((complete)); then
    python3 scripts/check-test-report.py --kvm standard --only "$module" "$report" || status=1
fi
exit "$status"
