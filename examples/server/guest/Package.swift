// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "server-guest",
    dependencies: [.package(name: "swiftlet", path: "../../..", traits: ["Guests"])],
    targets: [
        .executableTarget(
            name: "ServerGuest",
            dependencies: [.product(name: "GuestSDK", package: "swiftlet")]),
        .testTarget(
            name: "ServerGuestTests",
            dependencies: ["ServerGuest", .product(name: "GuestTesting", package: "swiftlet")]),
    ]
)
