import HostRuntime

extension InspectionDocument {
    /// Longer names are shortened, in characters. The JSON document has them whole.
    private static let nameLimit = 100

    /// The document for people.
    var text: String {
        let parts = [
            header, list("Functions", functions), list("Host functions that it needs", hostFunctions), segmentTable,
            sectionTable, memoryTable, symbolTable,
        ]
        return parts.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
    }

    private var header: [String] {
        let abiNote = abi.image == abi.host ? "the one that this swiftlet runs" : "this swiftlet runs \(abi.host)"
        return [
            "Image        \(file.printable)",
            "Size         \(fileSize) bytes",
            "ABI version  \(abi.image), \(abiNote)",
        ]
    }

    private func list(_ title: String, _ functions: [Function]) -> [String] {
        if functions.isEmpty { return ["\(title): none"] }
        return ["\(title): \(functions.count)"] + functions.map { "  \($0.signature.printable)" }
    }

    private var segmentTable: [String] {
        var table = TextTable(("ADDRESS", .left), ("SIZE", .right), ("IN FILE", .right), ("ACCESS", .left))
        for segment in segments {
            table.append(
                Self.hexadecimal(segment.address), "\(segment.size)", "\(segment.fileSize)", segment.permissions)
        }
        return ["Loaded segments: \(segments.count), sizes in bytes"] + table.lines
    }

    private var sectionTable: [String] {
        if sections.isEmpty { return ["Sections: none"] }
        var table = TextTable(
            ("ADDRESS", .left), ("SIZE", .right), ("DECLARED", .left), ("MAPPED", .left), ("NAME", .left))
        for section in sections {
            let mapped = section.mappedPermissions
            table.append(
                mapped == nil ? "-" : Self.hexadecimal(section.address), "\(section.size)",
                mapped == nil ? "-" : section.declaredPermissions, mapped ?? "-", Self.name(section.name))
        }
        return ["Sections: \(sections.count), sizes in bytes"] + table.lines
    }

    private var memoryTable: [String] {
        var table = TextTable(
            ("ADDRESS", .left), ("SIZE", .right), ("ACCESS", .left), ("FOR", .left), ("REGION", .left))
        for region in memory {
            table.append(
                Self.hexadecimal(region.address), "\(MemorySize.bytes(Int(clamping: region.size)))",
                region.permissions, region.owner, region.name)
        }
        return ["Memory of a sandbox"] + table.lines
    }

    private var symbolTable: [String] {
        let title = "Largest functions and objects"
        guard let symbols else { return ["\(title): unknown", "  \((symbolsProblem ?? "").printableParagraph)"] }
        if symbols.largest.isEmpty && symbols.otherCount == 0 { return ["\(title): the image has no symbols"] }
        var table = TextTable(("SIZE", .right), ("KIND", .left), ("NAME", .left))
        for symbol in symbols.largest {
            let name = symbol.demangledName ?? symbol.name
            table.append("\(symbol.size)", symbol.kind, name.isEmpty ? "(no name)" : Self.name(name))
        }
        if symbols.otherCount > 0 { table.append("\(symbols.otherSize)", "", "\(symbols.otherCount) others") }
        return ["\(title), sizes in bytes"] + table.lines
    }

    private static func hexadecimal(_ address: UInt64) -> String { "0x" + String(address, radix: 16) }

    private static func name(_ name: String) -> String { name.shortened(to: nameLimit).printable }
}
