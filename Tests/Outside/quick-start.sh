#!/usr/bin/env bash
# What the README tells a new user to do, word for word. `scripts/test-outside.sh` runs it, with a home folder of its own.
#
# usage: Tests/Outside/quick-start.sh FOLDER (empty, for the new packages)
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=${1:?usage: Tests/Outside/quick-start.sh FOLDER}

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
