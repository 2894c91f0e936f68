#!/usr/bin/env bash
# Runs the random sequences of snapshots and restores, already built, from a fresh seed and for minutes, and a thousand
# clones at a time.
#
# usage: scripts/test-long.sh (SWIFTLET_PROPERTY_SEED, SWIFTLET_PROPERTY_STEPS and SWIFTLET_CLONES make it another run: docs/testing.md)
set -euo pipefail
cd "$(dirname "$0")/.."

readonly tests=.build/x86_64-unknown-linux-gnu/debug/swiftletPackageTests.xctest
export SWIFTLET_GUESTS=${SWIFTLET_GUESTS:-$PWD/.build/x86_64-unknown-none-elf/debug}
export SWIFTLET_PROPERTY_SEED=${SWIFTLET_PROPERTY_SEED:-$(od --address-radix=n --format=u4 --read-bytes=4 /dev/urandom | tr -d ' ')}
export SWIFTLET_PROPERTY_STEPS=${SWIFTLET_PROPERTY_STEPS:-50000}
export SWIFTLET_CLONES=${SWIFTLET_CLONES:-1000}

echo "SWIFTLET_PROPERTY_SEED=$SWIFTLET_PROPERTY_SEED SWIFTLET_PROPERTY_STEPS=$SWIFTLET_PROPERTY_STEPS"
exec "$tests" --testing-library swift-testing --no-parallel --filter 'SnapshotPropertyTests|ManyClonesTests'
