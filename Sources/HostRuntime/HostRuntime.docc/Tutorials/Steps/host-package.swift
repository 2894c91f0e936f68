// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "words-host",
    dependencies: [.package(name: "swiftlet", path: "../swiftlet")],
    targets: [
        .executableTarget(
            name: "words-host",
            dependencies: [.product(name: "HostRuntime", package: "swiftlet")])
    ]
)
