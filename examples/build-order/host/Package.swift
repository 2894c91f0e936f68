// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "build-order-host",
    dependencies: [.package(name: "swiftlet", path: "../../..")],
    targets: [
        .executableTarget(
            name: "build-order",
            dependencies: [.product(name: "HostRuntime", package: "swiftlet")])
    ]
)
