// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "benchmark-guest",
    products: [.library(name: "Kernels", targets: ["Kernels"])],
    traits: [.trait(name: "Tracing", description: "compiles trace points in")],
    dependencies: [
        .package(
            name: "swiftlet", path: "../..",
            traits: [
                "CommandLine", "DistributedTracing", "Guests", "Metrics", "Pools",
                .trait(name: "Tracing", condition: .when(traits: ["Tracing"])),
            ])
    ],
    targets: [
        // Guests are optimised for size; so must be what they are compared with.
        .target(name: "Kernels", swiftSettings: [.unsafeFlags(["-Osize"])]),
        .target(name: "CRepeat"),
        .executableTarget(
            name: "BenchmarkGuest",
            dependencies: ["CRepeat", "Kernels", .product(name: "GuestSDK", package: "swiftlet")]),
    ]
)
