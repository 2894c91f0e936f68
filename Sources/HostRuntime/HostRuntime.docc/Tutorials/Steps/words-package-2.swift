// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "words",
    dependencies: [.package(name: "swiftlet", path: "../swiftlet", traits: ["Guests"])],
    targets: [
        .executableTarget(
            name: "Words",
            dependencies: [.product(name: "GuestSDK", package: "swiftlet")]),
        .testTarget(
            name: "WordsTests",
            dependencies: ["Words", .product(name: "GuestTesting", package: "swiftlet")]),
    ]
)
