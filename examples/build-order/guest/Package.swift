// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "build-order-guest",
    dependencies: [
        .package(name: "swiftlet", path: "../../..", traits: ["Guests"]),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    ],
    targets: [
        .executableTarget(
            name: "BuildOrderGuest",
            dependencies: [
                .product(name: "GuestSDK", package: "swiftlet"),
                .product(name: "BitCollections", package: "swift-collections"),
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "HeapModule", package: "swift-collections"),
                .product(name: "OrderedCollections", package: "swift-collections"),
            ]),
        .testTarget(
            name: "BuildOrderTests",
            dependencies: ["BuildOrderGuest", .product(name: "GuestTesting", package: "swiftlet")]),
    ]
)
