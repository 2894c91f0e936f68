// swift-tools-version: 6.2
import CompilerPluginSupport
import PackageDescription

/// Continuous integration refuses warnings; a newer compiler's new warning must not stop a user's build.
let warnings: [SwiftSetting] =
    Context.environment["SWIFTLET_WARNINGS_AS_ERRORS"] == nil ? [] : [.treatAllWarnings(as: .error)]

let swiftSettings: [SwiftSetting] =
    warnings + [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]

/// `~Escapable` readers over guest memory declare what they borrow from.
let lifetimes: [SwiftSetting] = [.enableExperimentalFeature("Lifetimes")]

/// What only the pools need is resolved only for those who have this trait.
let withPools = TargetDependencyCondition.when(traits: ["Pools"])

let package = Package(
    name: "swiftlet",
    products: [
        .library(name: "HostRuntime", targets: ["HostRuntime"]),
        .library(name: "SandboxPooling", targets: ["SandboxPooling"]),
        .library(name: "SandboxPoolingLifecycle", targets: ["SandboxPoolingLifecycle"]),
        .library(name: "GuestSDK", targets: ["GuestSDK"]),
    ],
    traits: [
        .trait(
            name: "Pools",
            description: "SandboxPooling and SandboxPoolingLifecycle, with swift-metrics and swift-service-lifecycle"),
        .default(enabledTraits: ["Pools"]),
    ],
    dependencies: [
        .package(url: "https://github.com/swiftlang/swift-syntax", exact: "603.0.1"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.6.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .target(name: "Wire", swiftSettings: swiftSettings + lifetimes),
        .target(name: "WireGenerator", dependencies: ["Wire"], swiftSettings: swiftSettings + lifetimes),
        .executableTarget(name: "GenerateWire", dependencies: ["WireGenerator"], swiftSettings: swiftSettings),
        .target(name: "CKVM"),
        .target(name: "CSupervisor"),
        .target(name: "CMemoryFile"),
        .target(name: "CProcessor"),
        .target(name: "CRandom"),
        .target(
            name: "HostRuntime",
            dependencies: [
                "Wire", "CKVM", "CMemoryFile", "CProcessor", "CRandom", "CSupervisor",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: swiftSettings + lifetimes),
        .target(
            name: "SandboxPooling",
            dependencies: [
                "HostRuntime",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "CoreMetrics", package: "swift-metrics", condition: withPools),
            ],
            swiftSettings: swiftSettings),
        .target(
            name: "SandboxPoolingLifecycle",
            dependencies: [
                "SandboxPooling",
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: withPools),
            ],
            swiftSettings: swiftSettings),
        .target(name: "CGuest", dependencies: ["CRandom"]),
        .macro(
            name: "GuestTracingMacros",
            dependencies: [
                .product(name: "SwiftCompilerPlugin", package: "swift-syntax"),
                .product(name: "SwiftDiagnostics", package: "swift-syntax"),
                .product(name: "SwiftParser", package: "swift-syntax"),
                .product(name: "SwiftSyntax", package: "swift-syntax"),
                .product(name: "SwiftSyntaxBuilder", package: "swift-syntax"),
                .product(name: "SwiftSyntaxMacros", package: "swift-syntax"),
            ],
            swiftSettings: swiftSettings),
        .target(
            name: "GuestSDK", dependencies: ["CGuest", "CProcessor", "CRandom", "Wire", "GuestTracingMacros"],
            swiftSettings: swiftSettings + lifetimes),
        .target(name: "CSystemCalls", path: "Tests/CSystemCalls"),
        .target(
            name: "TestSupport", dependencies: [.product(name: "Logging", package: "swift-log")],
            path: "Tests/TestSupport", swiftSettings: swiftSettings),
        .testTarget(
            name: "WireTests", dependencies: ["Wire", "WireGenerator", "TestSupport"], exclude: ["Interop"],
            swiftSettings: swiftSettings + lifetimes),
        .testTarget(
            name: "GuestHeapTests", dependencies: ["CGuest", "CRandom", "TestSupport"], swiftSettings: swiftSettings),
        .testTarget(
            name: "HostRuntimeTests",
            dependencies: [
                "HostRuntime", "Wire", "CGuest", "CKVM", "CSupervisor", "CSystemCalls", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: swiftSettings + lifetimes),
        .testTarget(
            name: "SandboxPoolingTests",
            dependencies: [
                "SandboxPooling", "SandboxPoolingLifecycle", "HostRuntime", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "CoreMetrics", package: "swift-metrics", condition: withPools),
                .product(name: "MetricsTestKit", package: "swift-metrics", condition: withPools),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: withPools),
                .product(name: "UnixSignals", package: "swift-service-lifecycle", condition: withPools),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "MacroTests",
            dependencies: [
                "GuestTracingMacros",
                .product(name: "SwiftSyntax", package: "swift-syntax"),
                .product(name: "SwiftSyntaxBuilder", package: "swift-syntax"),
                .product(name: "SwiftSyntaxMacrosGenericTestSupport", package: "swift-syntax"),
                .product(name: "SwiftSyntaxMacroExpansion", package: "swift-syntax"),
            ],
            swiftSettings: swiftSettings),
    ]
)
