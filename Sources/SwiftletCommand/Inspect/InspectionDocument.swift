import HostRuntime
import SandboxTracing

/// What `swiftlet inspect` says of an image, as programs read it.
struct InspectionDocument: Encodable {
    struct ABI: Encodable {
        let image: UInt32
        let host: UInt32
    }

    struct Function: Encodable {
        let name: String
        let parameters: [String]
        let result: String
        let signature: String
    }

    struct Segment: Encodable {
        let address: UInt64
        let size: UInt64
        let fileSize: UInt64
        let permissions: String
    }

    struct Section: Encodable {
        let name: String
        let address: UInt64
        let size: UInt64
        let declaredPermissions: String
        let mappedPermissions: String?
    }

    struct Region: Encodable {
        let name: String
        let address: UInt64
        let size: UInt64
        let owner: String
        let permissions: String
    }

    struct Symbol: Encodable {
        let name: String
        let demangledName: String?
        let kind: String
        let address: UInt64
        let size: UInt64
    }

    struct Symbols: Encodable {
        let largest: [Symbol]
        let otherCount: Int
        let otherSize: UInt64
    }

    let file: String
    let fileSize: Int
    let abi: ABI
    let isRunnable: Bool
    /// Why no sandbox takes the image.
    let refusal: String?
    let functions: [Function]
    let hostFunctions: [Function]
    let segments: [Segment]
    let sections: [Section]
    let memory: [Region]
    let symbols: Symbols?
    /// Why there are no symbols.
    let symbolsProblem: String?

    /// - Throws: `SandboxError` for a configuration that no sandbox can have.
    init(
        of inspection: ImageInspection, file: String, configuration: Sandbox.Configuration, symbolCount: Int
    ) throws(SandboxError) {
        self.file = file
        fileSize = inspection.fileSize
        abi = ABI(image: inspection.abiVersion, host: GuestImage.abiVersion)
        switch inspection.image {
        case .success:
            isRunnable = true
            refusal = nil
        case .failure(let error):
            isRunnable = false
            refusal = error.message
        }
        functions = inspection.functions.map(Function.init)
        hostFunctions = inspection.hostFunctions.map(Function.init)
        segments = inspection.segments.map(Segment.init)
        sections = inspection.sections.map(Section.init)
        memory = try inspection.memoryMap(for: configuration).map(Region.init)
        do throws(SandboxError) {
            symbols = Symbols(try inspection.symbolSizes(largest: symbolCount))
            symbolsProblem = nil
        } catch {
            symbols = nil
            symbolsProblem = error.message
        }
    }
}

extension InspectionDocument.Function {
    fileprivate init(_ signature: FunctionSignature) {
        self.init(
            name: signature.name, parameters: signature.parameters.map(\.swiftName), result: signature.result.swiftName,
            signature: signature.description)
    }
}

extension InspectionDocument.Segment {
    fileprivate init(_ segment: ImageInspection.Segment) {
        self.init(
            address: segment.address, size: segment.size, fileSize: segment.fileSize,
            permissions: segment.permissions.description)
    }
}

extension InspectionDocument.Section {
    fileprivate init(_ section: ImageInspection.Section) {
        self.init(
            name: section.name, address: section.address, size: section.size,
            declaredPermissions: section.declared.description, mappedPermissions: section.mapped?.description)
    }
}

extension InspectionDocument.Region {
    fileprivate init(_ region: ImageInspection.MemoryRegion) {
        self.init(
            name: region.name, address: region.address, size: region.size, owner: region.owner.rawValue,
            permissions: region.permissions.description)
    }
}

extension InspectionDocument.Symbols {
    fileprivate init(_ sizes: ImageInspection.SymbolSizes) {
        self.init(
            largest: sizes.largest.map { symbol in
                InspectionDocument.Symbol(
                    name: symbol.name, demangledName: SwiftSymbolName.demangle(symbol.name),
                    kind: symbol.kind.rawValue, address: symbol.address, size: symbol.size)
            }, otherCount: sizes.otherCount, otherSize: sizes.otherSize)
    }
}
