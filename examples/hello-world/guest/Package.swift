// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "hello-guest",
    dependencies: [.package(name: "swiftlet", path: "../../..", traits: ["Guests"])],
    targets: [
        .executableTarget(
            name: "HelloGuest",
            dependencies: [.product(name: "GuestSDK", package: "swiftlet")]),
        .testTarget(
            name: "HelloGuestTests",
            dependencies: ["HelloGuest", .product(name: "GuestTesting", package: "swiftlet")]),
    ]
)
