// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "hello-guest",
    dependencies: [.package(name: "swiftlet", path: "../../..")],
    targets: [
        .executableTarget(
            name: "HelloGuest",
            dependencies: [.product(name: "GuestSDK", package: "swiftlet")])
    ]
)
