#!/usr/bin/env bash
# Fetches Debian's current stock kernel through apt, which verifies it, and keeps what scripts/standard-kvm.sh boots:
# FOLDER/vmlinuz, FOLDER/modules/*.ko, and FOLDER/modules/order, which names the modules in the order of their loading.
# Nothing is installed and root is not needed, since apt gets folders of its own.
#
# usage: fetch-kernel.sh FOLDER (must not exist yet)
set -euo pipefail
export LC_ALL=C

# The smallest of Debian's kernels that has what is needed: kvm_amd, and the virtio ports that the results leave by.
readonly package=linux-image-cloud-amd64
readonly needed=(virtio_pci virtio_console kvm_amd)

readonly folder=${1:?usage: fetch-kernel.sh FOLDER}

mkdir -p "$(dirname "$folder")"
# Beside the folder, so that a move puts it there in one step.
work=$(mktemp -d "$folder.XXXXXX")
readonly work
trap 'rm -rf "$work"' EXIT

readonly apt_folders=(-o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work/cache")

download() {
    mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/download" || return
    apt-get "${apt_folders[@]}" update || return
    local kernel
    # The package's only content is its dependency on the kernel's current version.
    kernel=$(apt-cache "${apt_folders[@]}" depends "$package" | sed -n 's/^ *Depends: \(linux-image-.*\)/\1/p') || return
    cd "$work/download" && apt-get "${apt_folders[@]}" download "$kernel"
}

echo "Fetching a stock kernel into $folder" >&2
if ! (download) &>"$work/apt.log"; then
    cat "$work/apt.log" >&2
    echo "error: apt cannot fetch $package; a Debian system with its archive among apt's sources is needed." >&2
    exit 1
fi

readonly tree=$work/tree
dpkg-deb --extract "$work"/download/*.deb "$tree"
release=$(basename "$tree"/lib/modules/*)
readonly release
depmod --basedir "$tree" "$release"

readonly kept=$work/kept
mkdir -p "$kept/modules"
cp "$tree/boot/vmlinuz-$release" "$kept/vmlinuz"
for module in "${needed[@]}"; do
    modprobe --dirname "$tree" --set-version "$release" --show-depends "$module"
done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' >"$work/paths"
while read -r path; do
    cp "$path" "$kept/modules/"
    basename "$path" >>"$kept/modules/order"
done <"$work/paths"

# Another run may have been quicker; its kernel serves as well.
mv --no-target-directory "$kept" "$folder" 2>/dev/null || [[ -d $folder ]]
