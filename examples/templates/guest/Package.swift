// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "templates-guest",
    dependencies: [.package(name: "swiftlet", path: "../../..", traits: ["Guests"])],
    targets: [
        .executableTarget(
            name: "TemplatesGuest",
            dependencies: [.product(name: "GuestSDK", package: "swiftlet")]),
        .testTarget(
            name: "TemplatesTests",
            dependencies: ["TemplatesGuest", .product(name: "GuestTesting", package: "swiftlet")]),
    ]
)
