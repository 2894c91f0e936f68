#!/usr/bin/env bash
# Builds the tests with ThreadSanitizer, and runs those of what several threads or tasks use at a time. A data race that it sees
# is a failure. What guests write it does not see, since the processor does that without it; scripts/thread-sanitizer/mutex.c tells
# it of the locks of Swift's library.
#
# usage: scripts/test-thread-sanitizer.sh SCRATCH-FOLDER (the variables below make it another run: docs/testing.md)
set -euo pipefail
cd "$(dirname "$0")/.."

readonly scratch=${1:?usage: scripts/test-thread-sanitizer.sh SCRATCH-FOLDER}
readonly traits=CommandLine,DistributedTracing,Guests,Metrics,Pools
readonly limit=1200 # seconds for the tests
export SWIFTLET_GUESTS=${SWIFTLET_GUESTS:-$PWD/.build/x86_64-unknown-none-elf/debug}
# Everything takes some ten times as long.
export SWIFTLET_INTERRUPTIONS=${SWIFTLET_INTERRUPTIONS:-50}
export SWIFTLET_WAITING_CALLS=${SWIFTLET_WAITING_CALLS:-100}
export SWIFTLET_STORM_SECONDS=${SWIFTLET_STORM_SECONDS:-10}
export TSAN_OPTIONS="exitcode=66 ${TSAN_OPTIONS:-}"

swift build --disable-build-manifest-caching --sanitize=thread --scratch-path "$scratch" --traits "$traits" \
    --product swiftletPackageTests
clang -shared -fPIC -O1 -o "$scratch/mutex.so" scripts/thread-sanitizer/mutex.c
LD_PRELOAD=$PWD/$scratch/mutex.so timeout --kill-after=10 "$limit" "$scratch/x86_64-unknown-linux-gnu/debug/swiftletPackageTests.xctest" \
    --testing-library swift-testing \
    --filter '\.(Async|TaskCancellation|Priority|GuestExecutor|HostCallContext|Observed|Interrupt|Deadline|ProcessorTime|Exclusivity|CloneThread|ShellStorm|Pool|TraceRecorder|GenerationSource|GuestMemoryBudget|Snapshot(Lifetime|s)Test)'
