# The project's commands; `make help` lists them.

# A folder of its own for each triple: .build/debug is a link that belongs to whichever triple was built last.
scratch := .build
guests := $(scratch)/x86_64-unknown-none-elf/debug
# Copies of the guests of tests and benchmarks, built with trace points.
traced_guests := $(scratch)/traced-guests
traced_benchmarks := $(scratch)/traced-benchmarks
# Programs that only use HostRuntime resolve nothing for guests: in the same folder SwiftPM would remove swift-syntax for
# them, and compile it again for the next guest.
hosts := $(scratch)/hosts
host_release := $(scratch)/x86_64-unknown-linux-gnu/release

# One scratch folder for all packages, and guests in debug (the SDK bundle adds the optimisation): so swift-syntax is compiled
# once; another folder or a release build of a guest would compile it again, for minutes. Without the cache of build
# manifests, which does not tell packages apart.
swift_build := swift build --disable-build-manifest-caching --scratch-path $(scratch)
# Our own packages' dependencies are behind traits, so that users resolve only what they use; we need them all. The trait
# `Tracing` is of another kind: it changes what is compiled.
traits := CommandLine,DistributedTracing,Guests,Metrics,Pools
root_build := $(swift_build) --traits $(traits)
guest_build := $(swift_build) --swift-sdks-path sdk --swift-sdk swiftlet-guest
# The Swift runtime is linked in: the command must start where there is no toolchain. In a scratch folder of its own, since
# whoever installs does not need swift-syntax, and to resolve without it would remove it for the other builds.
install_build := swift build --scratch-path $(scratch)/install -c release --traits CommandLine --static-swift-stdlib --product swiftlet
# What the tests' scripts need to know.
test_environment = SWIFTLET_GUESTS="$(CURDIR)/$(guests)" SWIFTLET_TRACED_GUESTS="$(CURDIR)/$(traced_guests)"

# `make … built=1` takes what was built before as it is: a build that finds nothing to do takes half a minute for each package.
# Of the tests the product alone: SwiftPM compiles tests and what they import as tools, since a macro is among it, and `--build-tests`
# would compile all libraries once more.
ifndef built
define build_tests
@$(MAKE) --no-print-directory $(traced_guests)/.complete
$(guest_build) --package-path Tests/Guests
$(root_build) --product swiftletPackageTests
endef
define build_hello
$(guest_build) --package-path examples/hello-world/guest --product HelloGuest
swift build --disable-build-manifest-caching --scratch-path $(hosts) --package-path examples/hello-world/host --product hello
endef
endif

# A change of traits compiles the macros and the guests' SDK again: not for nothing, and before the guests without traits,
# which are the ones to stay in the scratch folder.
guest_sources := $(shell find Package.swift Sources sdk -type f)

$(traced_guests)/.complete: $(guest_sources) $(shell find Tests/Guests -type f)
	$(guest_build) --traits Tracing --package-path Tests/Guests
	@mkdir -p $(@D)
	cp $(addprefix $(guests)/,EmptyGuest HostileGuest SecretGuest TestGuest TracedGuest) $(@D)
	@touch $@

$(traced_benchmarks)/BenchmarkGuest: $(guest_sources) $(shell find Benchmarks/Guest -type f)
	$(guest_build) --traits Tracing --package-path Benchmarks/Guest --product BenchmarkGuest
	@mkdir -p $(@D)
	cp $(guests)/BenchmarkGuest $@

.PHONY: help hello examples test test-long test-thread-sanitizer test-standard-kvm test-shadow-paging test-confined fuzz test-outside bench bench-plots format check-format check-samples docs generate guest-sdk install uninstall clean
# Every build has the same scratch folder.
.NOTPARALLEL:

# Where `make install` puts things. DESTDIR is put in front of it, for those who make packages of what is installed.
PREFIX ?= /usr/local

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

hello: ## build the example's host and guest, and run it
	@scripts/prerequisites.sh hello
	$(build_hello)
	$(hosts)/x86_64-unknown-linux-gnu/debug/hello $(guests)/HelloGuest

examples: ## build, test and run every example, and compare what it prints or answers
	@scripts/prerequisites.sh examples
	@scripts/run-examples.sh $(scratch)

test: ## build and run every test
	@scripts/prerequisites.sh test
	$(build_tests)
	$(test_environment) scripts/run-tests.sh $(scratch)/test-report.jsonl

test-long: ## build the tests, and run random sequences of snapshots and random guest programs from fresh seeds, for minutes
	@scripts/prerequisites.sh test
	$(build_tests)
	$(test_environment) scripts/test-long.sh

test-thread-sanitizer: ## build the tests with ThreadSanitizer, and run those of code that several threads use
	@scripts/prerequisites.sh test
	$(guest_build) --package-path Tests/Guests
	$(test_environment) scripts/test-thread-sanitizer.sh $(scratch)/thread-sanitizer

test-standard-kvm: ## build the tests, and run those that need KVM on an emulated AMD processor
	@scripts/prerequisites.sh standard-kvm
	$(build_tests)
	$(test_environment) scripts/test-standard-kvm.sh

# Without SMAP, QEMU carries out IRETQ and far returns of ring 3 as processors do.
test-shadow-paging: ## build the tests, and run some on the emulated processor without nested paging and SMAP
	@scripts/prerequisites.sh standard-kvm
	$(build_tests)
	$(test_environment) scripts/test-standard-kvm.sh --shadow-paging --without-smap --filter \
	    'HostRuntimeTests\..*(Snapshot|Completeness|Settling|Tracking|MemoryState|Conformance|Shell|Clone|InterruptReturn|Selector)' \
	    $(scratch)/shadow-paging-test-report.jsonl

test-confined: ## build the tests, and run those that run guests without privileges and under a filter of system calls
	@scripts/prerequisites.sh confined
	$(build_tests)
	$(build_hello)
	$(test_environment) scripts/test-confined.sh $(scratch)/confined-test-report.jsonl

# How long each target is fed.
SECONDS ?= 30

fuzz: ## feed hostile input to all that reads what guests and files say, for SECONDS each
	@scripts/prerequisites.sh test
	scripts/fuzz.sh $(SECONDS) $(scratch)/fuzz

test-outside: ## install Swiftlet into a temporary folder, and use it from packages outside this checkout
	@scripts/prerequisites.sh test
	scripts/test-outside.sh $(scratch)

bench: ## measure against floors and promises: a table, and .build/bench.json
	@scripts/prerequisites.sh bench
	@$(MAKE) --no-print-directory $(traced_benchmarks)/BenchmarkGuest
	$(guest_build) --package-path Benchmarks/Guest --product BenchmarkGuest
	$(swift_build) -c release --package-path Benchmarks --product swiftlet-bench
	$(host_release)/swiftlet-bench $(guests)/BenchmarkGuest $(traced_benchmarks)/BenchmarkGuest --json $(scratch)/bench.json

bench-plots: ## draw the curves of the last `make bench` as SVG and PNG, into .build/bench-plots
	@scripts/prerequisites.sh bench
	@scripts/bench-plots.py $(scratch)/bench.json $(scratch)/bench-plots

format: ## format every Swift file
	@scripts/format.sh fix

check-format: ## check the format of every Swift file, and that numbers of guests stay in their types
	@scripts/format.sh check
	@scripts/check-guest-numbers.py

# The commands are those of the installation, which `make test-outside` builds too.
check-samples: ## check the documentation's code samples and promises, run its commands, and follow its tutorial
	@scripts/check-specification.py
	$(install_build)
	@scripts/check-samples.py --run
	@scripts/follow-tutorial.py $(scratch)

docs: ## build the libraries' documentation into .build/docs
	@scripts/prerequisites.sh docs
	rm -rf $(scratch)/x86_64-unknown-linux-gnu/symbolgraph
	swift package --disable-build-manifest-caching --scratch-path $(scratch) --traits $(traits) \
	    dump-symbol-graph --skip-synthesized-members --emit-extension-block-symbols
	@scripts/docs.sh $(scratch)/x86_64-unknown-linux-gnu/symbolgraph $(scratch)/docs

generate: ## regenerate Sources/Wire/Generated from schemas/
	@scripts/generate-wire.sh

guest-sdk: ## pack the Swift SDK bundle of guests, as a folder and as an archive for `swift sdk install`
	@scripts/guest-sdk.sh $(scratch)/guest-sdk

install: guest-sdk ## install the command swiftlet and the guests' Swift SDK below PREFIX
	@scripts/prerequisites.sh install
	$(install_build)
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" scripts/install.sh install \
	    $(scratch)/install/x86_64-unknown-linux-gnu/release/swiftlet $(scratch)/guest-sdk

uninstall: ## remove what `make install` has put below PREFIX
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" scripts/install.sh uninstall

clean: ## remove everything that was built
	rm -rf $(scratch)
