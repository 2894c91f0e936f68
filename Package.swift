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

/// A package pays for what it uses: what only one product needs is resolved only for those who have the product's trait.
let forGuests = TargetDependencyCondition.when(traits: ["Guests"])
let forPools = TargetDependencyCondition.when(traits: ["Pools"])
let forCommandLine = TargetDependencyCondition.when(traits: ["CommandLine"])
let forMetrics = TargetDependencyCondition.when(traits: ["Metrics"])
let forDistributedTracing = TargetDependencyCondition.when(traits: ["DistributedTracing"])

let package = Package(
    name: "swiftlet",
    products: [
        .library(name: "HostRuntime", targets: ["HostRuntime"]),
        .library(name: "SandboxPooling", targets: ["SandboxPooling"]),
        .library(name: "SandboxPoolingLifecycle", targets: ["SandboxPoolingLifecycle"]),
        .library(name: "SandboxTracing", targets: ["SandboxTracing"]),
        .library(name: "SandboxDistributedTracing", targets: ["SandboxDistributedTracing"]),
        .library(name: "SandboxMetrics", targets: ["SandboxMetrics"]),
        .library(name: "GuestSDK", targets: ["GuestSDK"]),
        .library(name: "GuestTesting", targets: ["GuestTesting"]),
        .executable(name: "swiftlet", targets: ["swiftlet"]),
    ],
    traits: [
        .trait(name: "Guests", description: "GuestSDK's macros, with swift-syntax"),
        .trait(
            name: "Pools",
            description: "SandboxPooling and SandboxPoolingLifecycle, with swift-metrics and swift-service-lifecycle"),
        .trait(name: "CommandLine", description: "the command swiftlet, with swift-argument-parser"),
        .trait(name: "Metrics", description: "SandboxMetrics, with swift-metrics"),
        .trait(name: "DistributedTracing", description: "SandboxDistributedTracing, with swift-distributed-tracing"),
        .trait(name: "Tracing", description: "compiles trace points into a guest; without it they cost nothing"),
    ],
    dependencies: [
        .package(url: "https://github.com/swiftlang/swift-syntax", exact: "603.0.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.0"),
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
                .product(name: "CoreMetrics", package: "swift-metrics", condition: forPools),
            ],
            swiftSettings: swiftSettings),
        .target(
            name: "SandboxPoolingLifecycle",
            dependencies: [
                "SandboxPooling",
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: forPools),
            ],
            swiftSettings: swiftSettings),
        .target(
            name: "SandboxTracing",
            dependencies: ["HostRuntime", "Wire", .product(name: "SystemPackage", package: "swift-system")],
            swiftSettings: swiftSettings + lifetimes),
        .target(
            name: "SandboxDistributedTracing",
            dependencies: [
                "HostRuntime", "SandboxTracing",
                .product(name: "Tracing", package: "swift-distributed-tracing", condition: forDistributedTracing),
            ],
            swiftSettings: swiftSettings),
        .target(
            name: "SandboxMetrics",
            dependencies: [
                "HostRuntime", .product(name: "CoreMetrics", package: "swift-metrics", condition: forMetrics),
            ],
            swiftSettings: swiftSettings),
        .target(
            name: "SwiftletCommand",
            dependencies: [
                "HostRuntime", "SandboxTracing", "Wire",
                .product(name: "ArgumentParser", package: "swift-argument-parser", condition: forCommandLine),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: swiftSettings),
        // Tests of an executable's own module are not ordered after it.
        .executableTarget(name: "swiftlet", dependencies: ["SwiftletCommand"], swiftSettings: swiftSettings),
        .target(
            name: "CGuest", dependencies: ["CRandom"],
            cSettings: [.define("SWIFTLET_TRACING", .when(traits: ["Tracing"]))]),
        .macro(
            name: "GuestTracingMacros",
            dependencies: [
                .product(name: "SwiftCompilerPlugin", package: "swift-syntax", condition: forGuests),
                .product(name: "SwiftDiagnostics", package: "swift-syntax", condition: forGuests),
                .product(name: "SwiftParser", package: "swift-syntax", condition: forGuests),
                .product(name: "SwiftSyntax", package: "swift-syntax", condition: forGuests),
                .product(name: "SwiftSyntaxBuilder", package: "swift-syntax", condition: forGuests),
                .product(name: "SwiftSyntaxMacros", package: "swift-syntax", condition: forGuests),
            ],
            swiftSettings: swiftSettings),
        .target(
            name: "GuestSDK",
            dependencies: [
                "CGuest", "CProcessor", "CRandom", "Wire", .target(name: "GuestTracingMacros", condition: forGuests),
            ],
            swiftSettings: swiftSettings + lifetimes),
        .target(
            name: "GuestTesting",
            dependencies: [
                "GuestSDK", "HostRuntime", "Wire", .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: swiftSettings),
        .target(name: "CSystemCalls", path: "Tests/CSystemCalls"),
        .target(
            name: "TestSupport", dependencies: [.product(name: "Logging", package: "swift-log")],
            path: "Tests/TestSupport", swiftSettings: swiftSettings),
        .target(
            name: "GuestTestSupport",
            dependencies: ["HostRuntime", .product(name: "SystemPackage", package: "swift-system")],
            path: "Tests/GuestTestSupport", swiftSettings: swiftSettings),
        .testTarget(
            name: "WireTests", dependencies: ["Wire", "WireGenerator", "TestSupport"], exclude: ["Interop"],
            swiftSettings: swiftSettings + lifetimes),
        .testTarget(
            name: "GuestHeapTests", dependencies: ["CGuest", "CRandom", "TestSupport"], swiftSettings: swiftSettings),
        .testTarget(
            name: "HostRuntimeTests",
            dependencies: [
                "HostRuntime", "SandboxTracing", "Wire", "CGuest", "CKVM", "CSupervisor", "CSystemCalls",
                "GuestTestSupport", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: swiftSettings + lifetimes),
        .testTarget(
            name: "SandboxPoolingTests",
            dependencies: [
                "SandboxPooling", "SandboxPoolingLifecycle", "HostRuntime", "GuestTestSupport", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "CoreMetrics", package: "swift-metrics", condition: forPools),
                .product(name: "MetricsTestKit", package: "swift-metrics", condition: forPools),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: forPools),
                .product(name: "UnixSignals", package: "swift-service-lifecycle", condition: forPools),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "SandboxTracingTests",
            dependencies: [
                "SandboxTracing", "HostRuntime", "Wire", "GuestTestSupport", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: swiftSettings + lifetimes),
        .testTarget(
            name: "SandboxDistributedTracingTests",
            dependencies: [
                "SandboxDistributedTracing", "SandboxTracing", "HostRuntime", "GuestTestSupport", "TestSupport",
                .product(
                    name: "InMemoryTracing", package: "swift-distributed-tracing", condition: forDistributedTracing),
                .product(name: "Tracing", package: "swift-distributed-tracing", condition: forDistributedTracing),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "SandboxMetricsTests",
            dependencies: [
                "SandboxMetrics", "HostRuntime", "GuestTestSupport", "TestSupport",
                .product(name: "CoreMetrics", package: "swift-metrics", condition: forMetrics),
                .product(name: "MetricsTestKit", package: "swift-metrics", condition: forMetrics),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "GuestTestingTests", dependencies: ["GuestSDK", "GuestTesting"],
            swiftSettings: swiftSettings + lifetimes),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "SwiftletCommand", "HostRuntime", "SandboxTracing", "GuestTestSupport", "TestSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser", condition: forCommandLine),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "MacroTests",
            dependencies: [
                "GuestTracingMacros",
                .product(name: "SwiftSyntax", package: "swift-syntax", condition: forGuests),
                .product(name: "SwiftSyntaxBuilder", package: "swift-syntax", condition: forGuests),
                .product(name: "SwiftSyntaxMacrosGenericTestSupport", package: "swift-syntax", condition: forGuests),
                .product(name: "SwiftSyntaxMacroExpansion", package: "swift-syntax", condition: forGuests),
            ],
            swiftSettings: swiftSettings),
    ]
)
