#!/usr/bin/env bash
# Runs a program of this machine on standard KVM: QEMU emulates, without any KVM of this machine, an AMD processor with
# hardware virtualization, and boots Debian's stock kernel on it, whose first process runs the program.
# docs/testing.md says what such a run can show.
#
# usage: scripts/standard-kvm.sh [OPTION…] -- PROGRAM [ARGUMENT…]
#   --file PATH         a file that the program reads; like the program it keeps its absolute path
#   --output FILE       receives what the program writes to /dev/vport0p3, while it writes
#   --limit SECONDS     ends the run after this time (300)
#   --shadow-paging     runs KVM without nested paging
#   --without-smap      emulates a processor without SMAP
#
# The program's libraries come along; nothing else of this machine is there. It sees the variables SWIFTLET_*, an empty
# standard input, and / as its working directory. What it prints goes to standard output.
#
# Exit status: the program's (128 + N if signal N ended it), 124 after the time limit, 125 if the emulated machine failed.
set -euo pipefail
export LC_ALL=C

# A boot takes seconds; one that does not get as far as the program is given up, and repeated.
readonly boot_limit=40
readonly boot_attempts=3

readonly machine_failed=125
readonly limit_reached=124

scripts=$(dirname "$(realpath "$0")")/standard-kvm
readonly scripts
readonly kernel=${XDG_CACHE_HOME:-$HOME/.cache}/swiftlet/standard-kvm

fail() {
    printf 'error: %s\n' "$1" >&2
    exit "$machine_failed"
}

files=()
output=/dev/null
limit=300
nested_paging=1
processor=EPYC
while [[ ${1-} == --* ]]; do
    case $1 in
    --file) files+=("$(realpath --no-symlinks "${2:?}")") && shift 2 ;;
    --output) output=${2:?} && shift 2 ;;
    --limit) limit=${2:?} && shift 2 ;;
    --shadow-paging) nested_paging=0 && shift ;;
    --without-smap) processor=EPYC,-smap && shift ;;
    --) shift && break ;;
    *) fail "unknown option $1" ;;
    esac
done
(($# > 0)) || fail "usage: $0 [OPTION…] -- PROGRAM [ARGUMENT…]"
[[ -f $1 && -x $1 ]] || fail "there is no program $1."
program=$(realpath "$1")
readonly program
shift
readonly arguments=("$@")

# Debian keeps kmod's commands out of a user's PATH.
export PATH=$PATH:/usr/sbin
for tool in qemu-system-x86_64 busybox cpio depmod; do
    command -v "$tool" >/dev/null ||
        fail "$tool is missing; scripts/prerequisites.sh standard-kvm installs what is needed."
done

[[ -d $kernel ]] || "$scripts/fetch-kernel.sh" "$kernel" || exit "$machine_failed"

work=$(mktemp -d)
readonly work
machine=
finish() {
    if [[ -n $machine ]]; then kill "$machine" 2>/dev/null || true; fi
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Prints the shared libraries of an executable, the loader among them.
libraries_of() {
    local listing
    listing=$(ldd "$1" 2>/dev/null) || return 0 # A static executable has none.
    if grep 'not found' <<<"$listing" >&2; then fail "$1 lacks a library."; fi
    grep --only-matching '/[^ ]*' <<<"$listing"
}

make_initramfs() {
    local -r root=$work/root
    local libraries
    libraries=$(libraries_of "$program")
    mapfile -t libraries < <(printf '%s' "$libraries")

    mkdir -p "$root"/{dev,proc,sys,tmp}
    cp "$scripts/init" "$(command -v busybox)" "$root/"
    cp --recursive "$kernel/modules" "$root/"
    sed "s/^kvm-amd.ko\$/& npt=$nested_paging/" "$kernel/modules/order" >"$root/modules/order"
    cp --parents --dereference "$program" "${libraries[@]}" "${files[@]}" "$root/"
    {
        for variable in "${!SWIFTLET_@}"; do echo "export $variable=${!variable@Q}"; done
        echo "exec ${program@Q} ${arguments[*]@Q}"
    } >"$root/program"
    (cd "$root" && find . -print0 | cpio --null --create --format=newc --owner=0:0 --quiet) >"$work/initramfs"
    rm -rf "$root"
}

start_machine() {
    : >"$work/state"
    : >"$work/console"
    # With a thread for each processor, the emulated kernel hangs now and then while it patches its own code.
    setpriv --pdeathsig TERM qemu-system-x86_64 -accel tcg,thread=single -M pc -cpu "$processor" -m 2G \
        -display none -nodefaults -no-user-config -no-reboot \
        -kernel "$kernel/vmlinuz" -initrd "$work/initramfs" -append "console=ttyS0 quiet panic=-1" \
        -chardev "file,id=console,path=$work/console" -device isa-serial,chardev=console \
        -device virtio-serial-pci \
        -chardev "file,id=state,path=$work/state" -device virtserialport,nr=1,chardev=state \
        -chardev "file,id=print,path=$work/print" -device virtserialport,nr=2,chardev=print \
        -chardev "file,id=output,path=${output//,/,,}" -device virtserialport,nr=3,chardev=output \
        </dev/null &>"$work/emulator" &
    machine=$!
}

stop_machine() {
    kill "$machine" 2>/dev/null || true
    wait "$machine" || true
    machine=
}

# Whether the machine's first process has said the word.
said() { grep --quiet "^$1" "$work/state"; }

running() { kill -0 "$machine" 2>/dev/null; }

# Waits until the command succeeds, the machine has ended, or the time is over.
wait_until() {
    local -r end=$((SECONDS + $1))
    shift
    while ! "$@" && running && ((SECONDS < end)); do sleep 0.1; done
}

show_failure() {
    grep --invert-match --regexp="TCG doesn't support requested feature" --regexp="terminating on signal" \
        "$work/emulator" >&2 || true
    tail -n 60 "$work/console" | tr -d '\r' >&2
}

make_initramfs

# Once the program has started nothing is repeated: a failure that comes now and then has to be seen.
for ((attempt = 1; ; attempt++)); do
    start_machine
    wait_until "$boot_limit" said started
    if said started; then break; fi
    stop_machine
    show_failure
    ((attempt < boot_attempts)) || fail "the emulated machine did not boot in $attempt attempts."
    echo "note: the emulated machine did not boot; trying again." >&2
done

# The emulator drops at its end what a slow reader has not taken yet, so it writes to a file.
tail --lines=+1 --follow --sleep-interval=0.2 --pid="$machine" "$work/print" &
readonly printer=$!

wait_until "$limit" said ended
if said ended; then
    problem=
    status=$(sed -n 's/^ended //p' "$work/state")
    wait_until 10 false # for the machine to power itself off
elif running; then
    problem="the program did not end within $limit seconds."
    status=$limit_reached
else
    problem="the emulated machine ended before the program did."
    status=$machine_failed
fi
stop_machine
wait "$printer" || true

if [[ -n $problem ]]; then
    show_failure
    printf 'error: %s\n' "$problem" >&2
fi
exit "$status"
