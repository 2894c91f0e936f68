#!/usr/bin/env bash
# Runs the random sequences of snapshots and restores and the random guest programs, already built, from fresh seeds and for
# minutes, a thousand clones at a time, two thousand calls that wait, and a minute of interruptions each of threads and of tasks.
#
# usage: scripts/test-long.sh (the variables below make it another run: docs/testing.md)
set -euo pipefail
cd "$(dirname "$0")/.."

readonly tests=.build/x86_64-unknown-linux-gnu/debug/swiftletPackageTests.xctest
export SWIFTLET_GUESTS=${SWIFTLET_GUESTS:-$PWD/.build/x86_64-unknown-none-elf/debug}
fresh_seed() { od --address-radix=n --format=u4 --read-bytes=4 /dev/urandom | tr -d ' '; }
SWIFTLET_PROPERTY_SEED=${SWIFTLET_PROPERTY_SEED:-$(fresh_seed)}
SWIFTLET_SEED=${SWIFTLET_SEED:-$(fresh_seed)}
export SWIFTLET_PROPERTY_SEED SWIFTLET_SEED
export SWIFTLET_PROPERTY_STEPS=${SWIFTLET_PROPERTY_STEPS:-50000}
export SWIFTLET_RANDOM_PROGRAMS=${SWIFTLET_RANDOM_PROGRAMS:-100000}
export SWIFTLET_CLONES=${SWIFTLET_CLONES:-1000}
export SWIFTLET_WAITING_CALLS=${SWIFTLET_WAITING_CALLS:-2000}
export SWIFTLET_STORM_SECONDS=${SWIFTLET_STORM_SECONDS:-60}

echo "SWIFTLET_PROPERTY_SEED=$SWIFTLET_PROPERTY_SEED SWIFTLET_PROPERTY_STEPS=$SWIFTLET_PROPERTY_STEPS"
echo "SWIFTLET_SEED=$SWIFTLET_SEED SWIFTLET_RANDOM_PROGRAMS=$SWIFTLET_RANDOM_PROGRAMS"
exec "$tests" --testing-library swift-testing --no-parallel --filter 'SnapshotPropertyTests|RandomProgramTests|ManyClonesTests|InterruptionStormTests|AsyncStormTests|AsyncThreadTests'
