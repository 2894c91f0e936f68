import HostRuntime
import Logging
import SystemPackage

/// What is measured: the benchmarks' guest, and the host functions that it needs.
struct Subject {
    let image: GuestImage
    /// The same guest, built with trace points.
    let tracedImage: GuestImage
    let hostFunctions: HostFunctions

    init(image path: FilePath, tracedImage tracedPath: FilePath) throws {
        image = try GuestImage(contentsOf: path)
        tracedImage = try GuestImage(contentsOf: tracedPath)
        var functions = HostFunctions()
        functions.register("hostAdd") { (left: Int32, right: Int32) -> Int32 in left &+ right }
        hostFunctions = functions
    }

    /// The sizes that users get, or larger ones; a log that nobody reads.
    static func configuration(
        heapSize: MemorySize = .mebibytes(4), bufferSize: MemorySize = .kibibytes(64)
    ) -> Sandbox.Configuration {
        Sandbox.Configuration(heapSize: heapSize, inputSize: bufferSize, outputSize: bufferSize, logger: logger)
    }

    static var logger: Logger { Logger(label: "benchmarks") { _ in SwiftLogNoOpLogHandler() } }

    func makeSandbox(_ configuration: Sandbox.Configuration = configuration()) throws -> Sandbox {
        try Sandbox(guest: .image(image), configuration: configuration, hostFunctions: hostFunctions)
    }

    func makeSandbox(from snapshot: Snapshot, shells: ShellCache? = nil) throws -> Sandbox {
        try Sandbox(from: snapshot, hostFunctions: hostFunctions, logger: Self.logger, shells: shells)
    }
}
