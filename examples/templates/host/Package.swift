// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "templates-host",
    dependencies: [.package(name: "swiftlet", path: "../../..")],
    targets: [
        .executableTarget(
            name: "templates",
            dependencies: [.product(name: "HostRuntime", package: "swiftlet")])
    ]
)
