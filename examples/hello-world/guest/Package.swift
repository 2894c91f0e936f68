// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "hello-guest",
    traits: [.trait(name: "Tracing", description: "compiles trace points in")],
    dependencies: [
        .package(
            name: "swiftlet", path: "../../..",
            traits: ["Guests", .trait(name: "Tracing", condition: .when(traits: ["Tracing"]))])
    ],
    targets: [
        .executableTarget(
            name: "HelloGuest",
            dependencies: [.product(name: "GuestSDK", package: "swiftlet")]),
        .testTarget(
            name: "HelloGuestTests",
            dependencies: ["HelloGuest", .product(name: "GuestTesting", package: "swiftlet")]),
    ]
)
