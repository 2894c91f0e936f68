#!/usr/bin/env bash
# Runs every test of the root package, already built, and compares what was skipped with .ci/skips.txt.
# Where this machine has no KVM, the tests that need one run on an emulated one.
#
# usage: scripts/run-tests.sh REPORT (the file that receives the run's event stream, one JSON object a line)
set -euo pipefail
cd "$(dirname "$0")/.."

# `make test` promises an answer in ten minutes: a test that hangs is a failure, not a wait.
readonly limit=600
readonly report=${1:?usage: scripts/run-tests.sh REPORT}

selection=()
scope=()
if [[ ! -e /dev/kvm ]]; then
    selection=(--skip '^(HostRuntimeTests|Sandbox(Pooling|Metrics|Tracing|DistributedTracing)Tests|GuestTestingTests|CommandLineTests)\.')
    scope=(--without HostRuntimeTests --without SandboxPoolingTests --without SandboxMetricsTests
        --without SandboxDistributedTracingTests --without GuestTestingTests --without CommandLineTests
        --without SandboxTracingTests)
fi

rm -f "$report"
status=0
# An interrupt, since swift test passes only that one on to the tests' process.
# As the Makefile builds them: with other traits SwiftPM would find nothing built.
readonly traits=CommandLine,DistributedTracing,Guests,Metrics,Pools
timeout --signal=INT --kill-after=10 "$limit" swift test --traits "$traits" --skip-build --disable-xctest "${selection[@]}" \
    --experimental-event-stream-output "$report" </dev/null || status=$?
if ((status == 124 || status == 137)); then
    echo "error: the tests did not end within $limit seconds." >&2
fi
python3 scripts/check-test-report.py "${scope[@]}" "$report" || status=1
if [[ -e /dev/kvm ]]; then
    echo "==> the tests of guests once more, with guests that have trace points"
    readonly traced_report=${report%.jsonl}-traced.jsonl
    rm -f "$traced_report"
    SWIFTLET_GUESTS=$SWIFTLET_TRACED_GUESTS timeout --signal=INT --kill-after=10 "$limit" \
        swift test --traits "$traits" --skip-build --disable-xctest --filter '^HostRuntimeTests\.' \
        --experimental-event-stream-output "$traced_report" </dev/null || status=1
    python3 scripts/check-test-report.py --only HostRuntimeTests "$traced_report" || status=1
else
    echo "There is no /dev/kvm: the tests that need one run on an emulated KVM, which takes some minutes."
    scripts/test-standard-kvm.sh || status=1
    scripts/test-standard-kvm.sh --filter '^(Sandbox(Pooling|Metrics|Tracing|DistributedTracing)Tests|GuestTestingTests|CommandLineTests)\.' \
        "${report%.jsonl}-other.jsonl" || status=1
fi
exit "$status"
