#!/usr/bin/env bash
# Packs the Swift SDK bundle that guests are built with, for machines that have no checkout of this repository:
# as a folder for --swift-sdks-path, and as an archive for `swift sdk install`.
#
# usage: scripts/guest-sdk.sh FOLDER (which receives swiftlet-guest.artifactbundle and the archive)
set -euo pipefail
cd "$(dirname "$0")/.."

readonly folder=${1:?usage: scripts/guest-sdk.sh FOLDER}
readonly bundle=swiftlet-guest.artifactbundle

version=$(scripts/version.sh)
readonly archive=swiftlet-guest-$version.artifactbundle.tar.gz

rm -rf "${folder:?}/$bundle"
mkdir -p "$folder"
cp -R "sdk/$bundle" "$folder/$bundle"
# Without the date, the owner and the order of this machine's files, so that a version has one checksum.
tar --create --directory "$folder" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner \
    --mode=u=rwX,go=rX "$bundle" | gzip --no-name >"$folder/$archive"

echo "The guests' Swift SDK, version $version: $folder/$bundle"
echo "To install it for one user: swift sdk install $folder/$archive"
