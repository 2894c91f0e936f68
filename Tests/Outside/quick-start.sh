#!/usr/bin/env bash
# What the README tells a new user to do, word for word. `scripts/test-outside.sh` runs it, with a home folder of its own.
#
# usage: Tests/Outside/quick-start.sh FOLDER SCRATCH-FOLDER
#   FOLDER            an empty one, for the new packages
#   SCRATCH-FOLDER    where guests have been built, so that swift-syntax is not compiled again; hosts in its folder `hosts`
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=${1:?usage: Tests/Outside/quick-start.sh FOLDER SCRATCH-FOLDER}
scratch=$(realpath "${2:?usage: Tests/Outside/quick-start.sh FOLDER SCRATCH-FOLDER}")

# The scratch folder of a new package is, but for its name, the one that there is, without the cache of build manifests,
# which does not tell packages apart. The variable is for SwiftPM, which knows folders by their real paths.
swiftlet() {
    command swiftlet "$@"
    case "$1 ${2-}" in
    "new guest") use_scratch_folder "$3" "$scratch" ;;
    "new host") use_scratch_folder "$3" "$scratch/hosts" ;;
    *) ;;
    esac
}

use_scratch_folder() {
    ln -s "$2" "$1/.build"
    rm -f "$2"/*.yaml
    export SWIFTPM_BUILD_DIR=$2
}

# sample: install
make install PREFIX="$HOME/.local"
export PATH="$HOME/.local/bin:$PATH"
# end sample

cd "$folder"

# sample: packages
swiftlet new guest greeter
cd greeter
swiftlet build   # makes the image
swift test       # tests the functions, by themselves and in a sandbox
swiftlet run .build/x86_64-unknown-none-elf/debug/Greeter sayHello World --host-function hostGreeting=Hello
cd ..

swiftlet new host greeter-host
cd greeter-host
swift run GreeterHost ../greeter/.build/x86_64-unknown-none-elf/debug/Greeter
cd ..
# end sample
