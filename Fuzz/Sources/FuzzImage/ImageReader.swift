internal import FuzzSupport
internal import Logging

@_spi(Benchmarks) @testable import HostRuntime
@testable import Wire

/// Does with an image all that the host can do with one.
enum ImageReader {
    /// Addresses that are asked about: in the code, around it, and impossible ones.
    private static let addresses: [UInt64] =
        (0..<16).map { SmallImage.codeAddress &+ $0 &* 5 } + [
            0, SmallImage.codeAddress - 1, SmallImage.dataAddress, .max,
        ]

    static func read(_ bytes: [UInt8]) {
        let image = try? GuestImage(bytes: bytes)
        guard let inspection = try? ImageInspection(bytes: bytes) else {
            return precondition(image == nil, "a good image cannot be inspected")
        }
        precondition((image == nil) == ((try? inspection.image.get()) == nil), "the two ways to read an image differ")
        look(into: inspection)
        if let image {
            check(image)
            run(image)
        }
    }

    /// The image that inputs change must lead to every reader, or nothing would be tried.
    static func requireEverything(of bytes: [UInt8]) {
        guard let image = try? GuestImage(bytes: bytes), let inspection = try? ImageInspection(bytes: bytes) else {
            preconditionFailure("the image that inputs change is refused")
        }
        precondition(image.functions.count == SmallImageFunction.exports.count)
        precondition(image.hostFunctions.count == SmallImageFunction.imports.count)
        let location = image.codeLocations(at: [SmallImage.codeAddress])[0]
        precondition(location.symbol == "start" && location.line?.file == "guest.swift" && location.line?.line == 10)
        let failure = DebugInformation(image.file)?.runtimeFailure(at: GuestAddress(rawBits: SmallImage.codeAddress))
        precondition(failure == "overflow", "the trap has no name")
        precondition((try? inspection.symbolSizes(largest: 2).largest.map(\.name)) == ["start", "table"])
    }

    private static func look(into inspection: ImageInspection) {
        _ = (inspection.segments, inspection.sections)
        _ = try? inspection.memoryMap(for: configuration)
        if let sizes = try? inspection.symbolSizes(largest: 4) { precondition(sizes.largest.count <= 4) }
        for address in addresses {
            _ = inspection.file.symbol(at: GuestAddress(rawBits: address))
        }
        _ = DebugInformation(inspection.file)?.runtimeFailure(at: GuestAddress(rawBits: SmallImage.codeAddress + 1))
    }

    private static func check(_ image: GuestImage) {
        precondition(image.file.isExecutable(image.file.entry), "the entry point is no code")
        for segment in image.file.segments {
            precondition(!(segment.isWritable && segment.isExecutable), "a segment can be written and executed")
            precondition(segment.fileSize <= segment.memory.count)
            precondition(image.file.contents.slice(segment.fileOffset, segment.fileSize) != nil)
            precondition(segment.memory.start >= SupervisorLayout.imageMinimum)
        }
        for (lower, higher) in zip(image.file.segments, image.file.segments.dropFirst()) {
            precondition(lower.memory.end <= higher.memory.start, "segments overlap")
        }
        for function in image.functions + image.hostFunctions {
            precondition((1...FunctionRecord.nameCapacity).contains(function.name.utf8.count))
            precondition(function.parameters.count <= FunctionRecord.parameterCapacity)
            precondition(!function.parameters.contains(.void))
        }
        precondition(image.codeLocations(at: addresses).count == addresses.count)
    }

    /// Makes a sandbox, whose memory then holds what the file says, and no page that can be written and executed.
    private static func run(_ image: GuestImage) {
        var functions = HostFunctions()
        for signature in image.hostFunctions { functions.register(signature) { _ in nil } }
        guard
            let sandbox = try? Sandbox(
                guest: .image(image), configuration: configuration, hostFunctions: functions, exits: []),
            let resources = sandbox.resources
        else { return }
        for segment in image.file.segments {
            guard let loaded = resources.memory.bytes(segment.memory),
                let contents = image.file.contents.slice(segment.fileOffset, segment.fileSize)
            else { preconditionFailure("a segment is not in memory") }
            precondition(loaded.starts(with: contents.elements), "a segment was not loaded")
        }
    }

    private static let configuration = Sandbox.Configuration(
        heapSize: .kibibytes(64), stackSize: .kibibytes(16),
        logger: Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() }
    )
}
