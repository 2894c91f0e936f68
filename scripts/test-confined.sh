#!/usr/bin/env bash
# Runs the tests that run guests, already built, as SECURITY.md recommends for host programs: as an ordinary user without
# capabilities, whose one privilege is the group of /dev/kvm, under the lists of system calls in security/.
#
# Started by root, they run as nobody. Where /dev/kvm is for root alone, they see a device node with a group, which exists in a
# mount namespace of their own only. Started by anyone else, they run as that user, who may open /dev/kvm.
#
# usage: scripts/test-confined.sh [REPORT] (the file that receives the run's event stream: .build/confined-test-report.jsonl)
set -euo pipefail
cd "$(dirname "$0")/.."

readonly report=${1-.build/confined-test-report.jsonl}
readonly binaries=.build/x86_64-unknown-linux-gnu/debug
readonly host_program=.build/hosts/x86_64-unknown-linux-gnu/debug/hello
readonly guests=${SWIFTLET_GUESTS:-$PWD/.build/x86_64-unknown-none-elf/debug}
readonly traced_guests=${SWIFTLET_TRACED_GUESTS:-$PWD/.build/traced-guests}
readonly modules='HostRuntimeTests|GuestTestingTests|Sandbox(Pooling|Metrics|Tracing|DistributedTracing)Tests'
# Those of the command ask the system who the user is, which takes a socket. The others run no guest.
readonly without=(--without CommandLineTests --without GuestHeapTests --without MacroTests --without WireTests)
# Seconds; several times what the run takes.
readonly limit=600
# A group for the device node, where there is no group kvm: one that nobody else has.
readonly spare_group=64990

fail() {
    printf 'error: %s\n' "$1" >&2
    shift
    if (($# > 0)); then printf '       %s\n' "$@" >&2; fi
    exit 1
}

if [[ ! -e /dev/kvm ]]; then
    fail "there is no /dev/kvm: these tests need the machine's own."
fi

# The group that may use the device, or nothing if there is no such group but root's.
group_of_device() {
    local group mode
    read -r group mode < <(stat --format '%g %a' /dev/kvm)
    if ((group != 0 && (8#$mode & 8#060) == 8#060)); then echo "$group"; fi
}

kvm_group=$(group_of_device)
if ((EUID == 0)) && [[ -z $kvm_group && -z ${SWIFTLET_PRIVATE_DEVICE-} ]]; then
    unshare --mount true ||
        fail "/dev/kvm is for root alone, and this root may not make a mount namespace to have another node in." \
            "Run: chgrp kvm /dev/kvm && chmod 660 /dev/kvm"
    # Begins again in there, and knows it by the variable.
    SWIFTLET_PRIVATE_DEVICE=1 exec unshare --mount --propagation private "$0" "$report"
fi

# What the user needs is copied to where the user can read it: the checkout may be in a folder that is closed.
work=$(mktemp --directory)
readonly work
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir "$work"/{device,guests,lib,out,traced-guests}

if [[ -n ${SWIFTLET_PRIVATE_DEVICE-} ]]; then
    kvm_group=$(getent group kvm | cut --delimiter=: --fields=3) || kvm_group=$spare_group
    mount -t tmpfs -o mode=755 device "$work/device"
    mknod --mode=660 "$work/device/kvm" c "0x$(stat --format %t /dev/kvm)" "0x$(stat --format %T /dev/kvm)" ||
        fail "/dev/kvm is for root alone, and this root may not make another node of it." \
            "Run: chgrp kvm /dev/kvm && chmod 660 /dev/kvm"
    chgrp "$kvm_group" "$work/device/kvm"
    mount --bind "$work/device/kvm" /dev/kvm
    umount "$work/device"
fi

as_user=(setpriv --no-new-privs --inh-caps=-all --ambient-caps=-all)
if ((EUID == 0)); then
    as_user+=(--reuid=nobody --regid="$(id --group nobody)" --groups="$kvm_group" --bounding-set=-all)
    chown nobody "$work/out"
fi
"${as_user[@]}" test -w /dev/kvm || fail "this user may not open /dev/kvm ($(stat --format '%U:%G, mode %a' /dev/kvm))." \
    "Give the user the device's group, and log in again, or start this as root."

cp --recursive scripts/confine.py scripts/confinement security "$host_program" "$binaries/swiftletPackageTests.xctest" "$work"
cp "$guests/HelloGuest" "$work/guests"
# Others may be under construction.
for guest in "$traced_guests"/*; do
    cp "$guest" "$work/traced-guests"
    cp "$guests/${guest##*/}" "$work/guests"
done
chmod --recursive a+rX "$work"
"${as_user[@]}" test -x "$work/hello" || fail "an ordinary user cannot reach $work: set TMPDIR to a folder that is open."

# A toolchain in a home folder is closed to others.
for library in $(ldd "$work"/{hello,swiftletPackageTests.xctest} | sed -n 's/.* => \(\/.*\) (0x.*/\1/p' | sort --unique); do
    if ! "${as_user[@]}" test -r "$library"; then cp --dereference "$library" "$work/lib"; fi
done

# usage: confined LIST… -- PROGRAM ARGUMENT…
confined() {
    local lists=()
    while [[ $1 != -- ]]; do lists+=(--list "$work/security/$1") && shift; done
    # Without HOME, Foundation would ask the system for it, by a socket. Random sequences are short: longer ones ask the kernel for
    # nothing else.
    timeout --kill-after=10 "$limit" "${as_user[@]}" env --ignore-environment --chdir="$work/out" \
        PATH="$PATH" HOME="$work/out" TMPDIR="$work/out" LD_LIBRARY_PATH="$work/lib" \
        SWIFTLET_GUESTS="$work/guests" SWIFTLET_TRACED_GUESTS="$work/traced-guests" \
        SWIFTLET_PROPERTY_STEPS="${SWIFTLET_PROPERTY_STEPS:-120}" python3 -B "$work/confine.py" "${lists[@]}" "$@"
}

echo "==> the user"
"${as_user[@]}" grep -E '^(Uid|Gid|Groups|CapPrm|CapEff|CapBnd|NoNewPrivs):' /proc/self/status | tee "$work/user"
if grep -qE '^Uid:.*\b0\b|^Cap(Prm|Eff):.*[1-9a-f]|^NoNewPrivs:\s*0' "$work/user"; then
    fail "the tests would run with privileges."
fi

echo "==> a host program under security/seccomp.json"
confined seccomp.json -- "$work/hello" "$work/guests/HelloGuest" >"$work/output" ||
    fail "the host program ended with status $?." "Status 159 is a system call that is in no list: see SECURITY.md."
diff --unified examples/hello-world/expected-output.txt "$work/output" ||
    fail "the host program does not print what it prints elsewhere; the difference is above."

echo "==> the tests under security/seccomp.json and security/seccomp-tests.json"
rm -f "$report"
status=0
confined seccomp.json seccomp-tests.json -- "$work/swiftletPackageTests.xctest" --testing-library swift-testing \
    --filter "^($modules)\\." --event-stream-output-path "$work/out/report.jsonl" </dev/null || status=$?
if ((status == 159)); then
    echo "error: the tests made a system call that is in no list: see SECURITY.md." >&2
fi
if [[ -e $work/out/report.jsonl ]]; then cp "$work/out/report.jsonl" "$report"; fi
python3 scripts/check-test-report.py "${without[@]}" "$report" || status=1
exit "$status"
