// swift-tools-version: 6.2
import PackageDescription

let sdk: Target.Dependency = .product(name: "GuestSDK", package: "swiftlet")

let package = Package(
    name: "test-guests",
    traits: [.trait(name: "Tracing", description: "compiles trace points in")],
    // The traits that the tests have: what others resolve and compile is then the same, and need not be done again.
    dependencies: [
        .package(
            name: "swiftlet", path: "../..",
            traits: [
                "CommandLine", "DistributedTracing", "Guests", "Metrics", "Pools",
                // sample: tracing-passed-on
                .trait(name: "Tracing", condition: .when(traits: ["Tracing"])),
                // end sample
            ])
    ],
    targets: [
        .target(name: "TestGuestLibrary", dependencies: [sdk]),
        .executableTarget(name: "TestGuest", dependencies: ["TestGuestLibrary", "CHostile", sdk]),
        .target(name: "CHostile"),
        .executableTarget(name: "HostileGuest", dependencies: ["CHostile", sdk]),
        .executableTarget(name: "EmptyGuest", dependencies: [sdk]),
        .target(name: "CSecret"),
        .executableTarget(name: "SecretGuest", dependencies: ["CSecret", sdk]),
        .executableTarget(name: "TracedGuest", dependencies: [sdk]),
    ]
)
