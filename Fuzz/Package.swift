// swift-tools-version: 6.2
import PackageDescription

let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    // libFuzzer has the main function.
    .unsafeFlags(["-parse-as-library"]),
]

let dependencies: [Target.Dependency] = [
    .product(name: "HostRuntime", package: "swiftlet"),
    .product(name: "SandboxTracing", package: "swiftlet"),
]

/// Programs that libFuzzer feeds; `scripts/fuzz.sh` builds and runs them.
let package = Package(
    name: "swiftlet-fuzz",
    dependencies: [.package(name: "swiftlet", path: "..", traits: [])],
    targets: [
        .executableTarget(name: "FuzzTraceReader", dependencies: dependencies, swiftSettings: swiftSettings),
        .executableTarget(name: "FuzzTraceEncoder", dependencies: dependencies, swiftSettings: swiftSettings),
    ]
)
