// swift-tools-version: 6.2
import PackageDescription

let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    // libFuzzer has the main function.
    .unsafeFlags(["-parse-as-library"]),
]

let runtime: Target.Dependency = .product(name: "HostRuntime", package: "swiftlet")
let tracing: Target.Dependency = .product(name: "SandboxTracing", package: "swiftlet")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")

/// Programs that libFuzzer feeds; `scripts/fuzz.sh` builds and runs them.
let package = Package(
    name: "swiftlet-fuzz",
    dependencies: [
        .package(name: "swiftlet", path: "..", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    ],
    targets: [
        .target(name: "FuzzSupport", dependencies: [runtime, tracing], swiftSettings: swiftSettings),
        .executableTarget(
            name: "FuzzExits", dependencies: ["FuzzSupport", runtime, logging], swiftSettings: swiftSettings),
        .executableTarget(
            name: "FuzzImage", dependencies: ["FuzzSupport", runtime, logging], swiftSettings: swiftSettings),
        .executableTarget(
            name: "FuzzTraceEncoder", dependencies: ["FuzzSupport", runtime, tracing], swiftSettings: swiftSettings),
        .executableTarget(name: "FuzzTraceReader", dependencies: [runtime, tracing], swiftSettings: swiftSettings),
        .executableTarget(name: "FuzzWireReader", dependencies: [runtime], swiftSettings: swiftSettings),
    ]
)
