#!/usr/bin/env bash
# Makes the machine ready for `make hello`, `make examples`, `make install`, `make test`, `make test-standard-kvm`,
# `make test-confined`, `make docs` or `make bench`: installs the Debian packages that are missing, then checks what no
# package can supply. Every obstacle is reported with its cure before the script gives up, so that one run shows all that is
# left to do.
#
# usage: scripts/prerequisites.sh hello|examples|install|test|standard-kvm|confined|docs|bench
set -euo pipefail

# swift-syntax is pinned to the compiler's series, and earlier patches of it cannot build guests.
readonly swift_series=6.3
readonly oldest_patch=1
readonly guest_triple=x86_64-unknown-none-elf

# What the Swift toolchain needs to start, to link and to fetch packages, found on a minimal Debian 12.
readonly build_packages=(
    binutils         # the linker of host programs and of package manifests
    ca-certificates  # packages are fetched by https
    git              # and by git
    libc6-dev        # headers and start files of host programs, and <linux/kvm.h>
    libcurl4         # swift build, swift test
    libncurses6      # swift, the driver
    libsqlite3-0     # swift build, swift test
    libstdc++-12-dev # swift links host programs with libgcc and libstdc++
    libxml2          # swift build, and the linker of guests
)

# What runs the server of the examples among clients.
readonly examples_packages=(
    python3 # is its clients
)

# What the tests need beyond that.
readonly test_packages=(
    flatbuffers-compiler # flatc, the independent witness of the wire format; regenerates Sources/Wire/Generated
    g++                  # compiles the C++ witness
    libflatbuffers-dev   # the C++ witness's library
    python3              # checks of the test report and of the documentation's samples
)

# What runs tests on an emulated KVM.
readonly emulator_packages=(
    busybox-static  # the commands of the emulated machine's first process
    cpio            # packs its file system
    kmod            # finds out which modules a module needs
    python3         # checks of the test report
    qemu-system-x86 # the emulator
)

# What runs tests without privileges, under a filter of system calls.
readonly confinement_packages=(
    linux-libc-dev # the numbers of system calls
    mount          # puts another device node in the place of one that is for root alone
    python3        # makes and installs the filter; checks of the test report
    util-linux     # setpriv, unshare
)

# What checks the documentation of the libraries.
readonly docs_packages=(
    python3 # looks for public symbols without a comment
)

# What draws the benchmarks' plots.
readonly bench_packages=(
    gnuplot-nox # draws the curves
    python3     # picks them out of the figures
)

obstacles=0

obstacle() {
    obstacles=$((obstacles + 1))
    printf 'error: %s\n' "$1" >&2
    shift
    if (($# > 0)); then printf '       %s\n' "$@" >&2; fi
}

check_machine() {
    local machine
    machine="$(uname -s) $(uname -m)"
    if [[ $machine != "Linux x86_64" ]]; then
        obstacle "Swiftlet runs on Linux x86-64 only; this machine is $machine."
        exit 1
    fi
}

# Names the packages of the argument list that are not installed. A renamed package (libcurl4t64 for libcurl4) says
# what it provides.
missing_packages() {
    local installed package
    installed=" $(dpkg-query --show --showformat '${db:Status-Status} ${Package} ${Provides}\n' |
        sed -n 's/^installed //p' | tr -s ' ,()\n' ' ') "
    for package in "$@"; do
        if [[ $installed != *" $package "* ]]; then echo "$package"; fi
    done
}

as_root() {
    if ((EUID == 0)); then
        "$@"
    elif ! command -v sudo >/dev/null; then
        return 1
    elif [[ -t 0 ]]; then
        sudo "$@"
    else
        # With nobody to type it, a request for a password would wait for ever.
        sudo --non-interactive "$@"
    fi
}

install_packages() {
    local missing
    if ! command -v dpkg-query >/dev/null; then
        echo "note: this is not a Debian system; have the equivalents of these packages installed: $*" >&2
        return
    fi
    mapfile -t missing < <(missing_packages "$@")
    if ((${#missing[@]} == 0)); then return; fi

    echo "Installing the missing packages: ${missing[*]}"
    if ! { as_root apt-get update --quiet=2 &&
        as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install --quiet=2 --yes --no-install-recommends "${missing[@]}"; } >/dev/null; then
        obstacle "these packages are missing and could not be installed: ${missing[*]}" \
            "As root, run: apt-get update && apt-get install ${missing[*]}"
    fi
}

check_swift() {
    local info version resources
    local -r wanted=$swift_series.$oldest_patch
    local -r cure="Get it by https://www.swift.org/install/linux (swiftly install $wanted), with its usr/bin on PATH."
    if ! command -v swiftc >/dev/null; then
        obstacle "Swift $wanted is needed, and there is no Swift compiler on PATH." "$cure"
        return
    fi
    if ! info=$(swiftc -print-target-info -target "$guest_triple" 2>&1); then
        obstacle "the Swift compiler $(command -v swiftc) does not start:" "$info"
        return
    fi
    version=$(sed -n 's/.*"compilerVersion".*Swift version \([0-9.]*\).*/\1/p' <<<"$info")
    if [[ ! $version =~ ^"$swift_series"\.([0-9]+)$ ]] || ((BASH_REMATCH[1] < oldest_patch)); then
        obstacle "Swift $wanted or a newer $swift_series is needed; $(command -v swiftc) is ${version:-unknown}." "$cure"
        return
    fi
    resources=$(sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p' <<<"$info")
    if [[ ! -e $resources/embedded/Swift.swiftmodule/$guest_triple.swiftmodule ]]; then
        obstacle "this Swift toolchain lacks the Embedded Swift library for $guest_triple (in $resources/embedded)." "$cure"
    fi
}

check_kvm() {
    if [[ ! -e /dev/kvm ]]; then
        obstacle "there is no /dev/kvm, and a sandbox is a KVM virtual machine." \
            "On hardware: enable VT-x or AMD-V in the firmware, then: modprobe kvm_intel (or kvm_amd), as root." \
            "In a virtual machine: enable nested virtualization. In a container: pass --device /dev/kvm." \
            "Without any of that: make test-standard-kvm runs the tests on an emulated KVM (docs/testing.md)."
    elif ! { : <>/dev/kvm; } 2>/dev/null; then
        obstacle "$(id --user --name) may not open /dev/kvm ($(stat --format '%U:%G, mode %a' /dev/kvm))." \
            "As root, run: chgrp kvm /dev/kvm && chmod 660 /dev/kvm && usermod --append --groups kvm $(id --user --name)" \
            "Then log in again: a group counts only in new sessions. In a container: pass --device /dev/kvm."
    fi
}

needs_kvm=0
needs_docc=0
case ${1-} in
hello)
    packages=("${build_packages[@]}")
    needs_kvm=1
    ;;
examples)
    packages=("${build_packages[@]}" "${examples_packages[@]}")
    needs_kvm=1
    ;;
install) packages=("${build_packages[@]}") ;;
test)
    packages=("${build_packages[@]}" "${test_packages[@]}")
    # Without a KVM of the machine's own, the tests that need one run on an emulated one.
    if [[ -e /dev/kvm ]]; then needs_kvm=1; else packages+=("${emulator_packages[@]}"); fi
    ;;
docs)
    packages=("${build_packages[@]}" "${docs_packages[@]}")
    needs_docc=1
    ;;
standard-kvm) packages=("${build_packages[@]}" "${emulator_packages[@]}") ;;
confined)
    packages=("${build_packages[@]}" "${confinement_packages[@]}")
    needs_kvm=1
    ;;
bench)
    packages=("${build_packages[@]}" "${bench_packages[@]}")
    needs_kvm=1
    ;;
*)
    echo "usage: $0 hello|examples|install|test|standard-kvm|confined|docs|bench" >&2
    exit 2
    ;;
esac

check_machine
install_packages "${packages[@]}"
check_swift
if ((needs_kvm)); then check_kvm; fi
if ((needs_docc)) && ! command -v docc >/dev/null; then
    obstacle "docc is needed, and it is not on PATH." "Swift's toolchains have it in usr/bin, beside swift."
fi
exit $((obstacles > 0))
