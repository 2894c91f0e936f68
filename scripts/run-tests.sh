#!/usr/bin/env bash
# Runs every test of the root package, already built, and compares what was skipped with .ci/skips.txt.
#
# usage: scripts/run-tests.sh REPORT (the file that receives the run's event stream, one JSON object a line)
set -euo pipefail
cd "$(dirname "$0")/.."

# `make test` promises an answer in ten minutes: a test that hangs is a failure, not a wait.
readonly limit=600
readonly report=${1:?usage: scripts/run-tests.sh REPORT}

rm -f "$report"
status=0
# An interrupt, since swift test passes only that one on to the tests' process.
timeout --signal=INT --kill-after=10 "$limit" swift test --skip-build --disable-xctest \
    --experimental-event-stream-output "$report" </dev/null || status=$?
if ((status == 124 || status == 137)); then
    echo "error: the tests did not end within $limit seconds." >&2
fi
python3 scripts/check-test-report.py "$report" || status=1
exit "$status"
