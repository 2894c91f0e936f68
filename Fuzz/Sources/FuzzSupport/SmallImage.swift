@testable import HostRuntime
@testable import Wire

/// A guest's image as an ELF file of some kilobytes, each part of which can be made anything.
///
/// As it is it can be loaded: it has code, data, functions of all kinds, symbols and debug information for each other. So
/// whatever is changed about it, the rest still leads a reader there.
package struct SmallImage {
    /// What the file has besides headers, in its order.
    package enum Part: String, CaseIterable {
        case code = ".text"
        case data = ".data"
        case note = ".note.swiftlet"
        case exports = "swiftlet_functions"
        case imports = "swiftlet_imports"
        case symbols = ".symtab"
        case symbolNames = ".strtab"
        case lines = ".debug_line"
        case information = ".debug_info"
        case abbreviations = ".debug_abbrev"
        case strings = ".debug_str"
        case sectionNames = ".shstrtab"
    }

    /// Where the code is loaded, and the guest begins.
    package static let codeAddress: UInt64 = 0x20_0000
    /// Where the data is loaded.
    package static let dataAddress: UInt64 = 0x30_0000

    private var parts: [Part: [UInt8]]

    /// The image as it is.
    package init() {
        let sectionNames = [[0]] + Part.allCases.map(\.rawValue.terminated)
        parts = [
            .code: [UInt8](repeating: 0xc3, count: Self.codeSize),
            .data: Array(0..<16),
            .note: UInt32(9).bytes + UInt32(4).bytes + ImageNote.type.bytes + ImageNote.owner.terminated + [0, 0, 0]
                + ImageNote.abiVersion.bytes,
            .exports: SmallImageFunction.exports.flatMap(\.record),
            .imports: SmallImageFunction.imports.flatMap(\.record),
            .symbols: SmallImageSymbols.table(codeSize: Self.codeSize),
            .symbolNames: SmallImageSymbols.names,
            .lines: SmallImageDebugInformation.lines,
            .information: SmallImageDebugInformation.information,
            .abbreviations: SmallImageDebugInformation.abbreviations,
            .strings: SmallImageDebugInformation.strings,
            .sectionNames: sectionNames.flatMap { $0 },
        ]
    }

    static let codeSize = 64

    /// What a part holds.
    package subscript(_ part: Part) -> [UInt8] {
        get { parts[part] ?? [] }
        set { parts[part] = newValue }
    }

    /// The file (System V ABI, ELF-64 object file format, figures 2, 3 and 6).
    package var bytes: [UInt8] {
        let segments: [Part] = [.code, .data, .note]
        var offset = UInt64(64 + 56 * segments.count)
        var offsets: [Part: UInt64] = [:]
        for part in Part.allCases {
            offsets[part] = offset
            offset += UInt64(self[part].count + 7) & ~7
        }
        let header: [UInt8] =
            [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9) + UInt16(2).bytes + UInt16(62).bytes
            + UInt32(1).bytes + Self.codeAddress.bytes + UInt64(64).bytes + offset.bytes + UInt32(0).bytes
            + UInt16(64).bytes + UInt16(56).bytes + UInt16(segments.count).bytes + UInt16(64).bytes
            + UInt16(1 + Part.allCases.count).bytes + UInt16(Part.allCases.count).bytes
        var file = header
        for part in segments { file += programHeader(of: part, at: offsets[part] ?? 0) }
        for part in Part.allCases {
            file += self[part]
            file += [UInt8](repeating: 0, count: -self[part].count & 7)
        }
        file += [UInt8](repeating: 0, count: 64)
        for part in Part.allCases { file += sectionHeader(of: part, at: offsets[part] ?? 0) }
        return file
    }

    private func programHeader(of part: Part, at offset: UInt64) -> [UInt8] {
        let (type, flags): (UInt32, UInt32) =
            switch part {
            case .code: (1, 5)
            case .data: (1, 6)
            default: (4, 4)
            }
        let size = UInt64(self[part].count)
        return type.bytes + flags.bytes + offset.bytes + address(of: part).bytes + address(of: part).bytes + size.bytes
            + size.bytes + UInt64(4096).bytes
    }

    private func sectionHeader(of part: Part, at offset: UInt64) -> [UInt8] {
        let names = Part.allCases.prefix { $0 != part }.map(\.rawValue.terminated.count)
        let type: UInt32 =
            switch part {
            case .symbols: 2
            case .symbolNames, .sectionNames: 3
            case .note: 7
            default: 1
            }
        let flags: UInt64 =
            switch part {
            case .code: 6
            case .data: 3
            default: 0
            }
        let link = part == .symbols ? UInt32(1 + (Part.allCases.firstIndex(of: .symbolNames) ?? 0)) : 0
        return UInt32(1 + names.reduce(0, +)).bytes + type.bytes + flags.bytes + address(of: part).bytes + offset.bytes
            + UInt64(self[part].count).bytes + link.bytes + UInt32(0).bytes + UInt64(8).bytes + UInt64(0).bytes
    }

    private func address(of part: Part) -> UInt64 {
        switch part {
        case .code: Self.codeAddress
        case .data: Self.dataAddress
        default: 0
        }
    }
}
