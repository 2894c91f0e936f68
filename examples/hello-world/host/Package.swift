// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "hello-host",
    dependencies: [.package(name: "swiftlet", path: "../../..")],
    targets: [
        .executableTarget(
            name: "hello",
            dependencies: [.product(name: "HostRuntime", package: "swiftlet")])
    ]
)
