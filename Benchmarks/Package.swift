// swift-tools-version: 6.2
import PackageDescription

let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "swiftlet-benchmarks",
    products: [.executable(name: "swiftlet-bench", targets: ["Benchmarks"])],
    dependencies: [
        .package(
            name: "swiftlet", path: "..", traits: ["CommandLine", "DistributedTracing", "Guests", "Metrics", "Pools"]),
        .package(name: "benchmark-guest", path: "Guest"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.6.0"),
    ],
    targets: [
        .target(name: "CFloors"),
        .target(name: "CAllocations"),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "CFloors", "CAllocations",
                .product(name: "HostRuntime", package: "swiftlet"),
                .product(name: "SandboxPooling", package: "swiftlet"),
                .product(name: "Kernels", package: "benchmark-guest"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swiftSettings),
    ]
)
