import Wire

@testable import HostRuntime

/// A guest of a few bytes of machine code: an ELF file with one executable segment and the Swiftlet note.
enum RawGuest {
    static let codeAddress: UInt64 = 0x20_0000

    /// - Parameters:
    ///   - code: Lies at ``codeAddress``, where the start code begins.
    ///   - functions: What the image exports, and where in the code: functions without parameters that return an `Int32`.
    static func image(_ code: [UInt8], functions: [(name: String, offset: Int)] = []) throws -> GuestImage {
        let codeOffset = 0x1000
        var bytes = [UInt8](repeating: 0, count: codeOffset)
        let note =
            word(UInt32(9)) + word(UInt32(4)) + word(ImageNote.type) + Array("Swiftlet".utf8) + [0, 0, 0, 0]
            + word(ImageNote.abiVersion)
        let noteOffset = 64 + 2 * 56
        let codeEnd = codeOffset + code.count
        let tail = functions.isEmpty ? [] : sections(of: functions, at: codeEnd)
        let count = functions.isEmpty ? 0 : sectionCount
        let tableOffset = functions.isEmpty ? 0 : codeEnd + tail.count - count * 64
        // System V ABI, ELF-64 object file format, figures 2, 3 and 6.
        let header: [UInt8] =
            [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9) + word(UInt16(2)) + word(UInt16(62))
            + word(UInt32(1)) + word(codeAddress) + word(UInt64(64)) + word(UInt64(tableOffset)) + word(UInt32(0))
            + word(UInt16(64)) + word(UInt16(56)) + word(UInt16(2)) + word(UInt16(64))
            + word(UInt16(count)) + word(UInt16(max(count - 1, 0)))
        let load =
            word(UInt32(1)) + word(UInt32(5)) + word(UInt64(codeOffset)) + word(codeAddress) + word(codeAddress)
            + word(UInt64(code.count)) + word(UInt64(code.count)) + word(UInt64(4096))
        let noteSegment =
            word(UInt32(4)) + word(UInt32(4)) + word(UInt64(noteOffset)) + word(UInt64(0)) + word(UInt64(0))
            + word(UInt64(note.count)) + word(UInt64(note.count)) + word(UInt64(4))
        let start = header + load + noteSegment + note
        bytes.replaceSubrange(0..<start.count, with: start)
        return try GuestImage(bytes: bytes + code + tail)
    }

    /// No section, the functions, and the names of the sections.
    private static let sectionCount = 3

    /// The contents of the sections, and then their headers.
    private static func sections(of functions: [(name: String, offset: Int)], at offset: Int) -> [UInt8] {
        let records = functions.flatMap { record($0.name, at: codeAddress + UInt64($0.offset)) }
        let names = Array("\0\(FunctionRecord.exportSection)\0.shstrtab\0".utf8)
        func header(name: Int, type: UInt32, at offset: Int, size: Int) -> [UInt8] {
            word(UInt32(name)) + word(type) + word(UInt64(0)) + word(UInt64(0)) + word(UInt64(offset))
                + word(UInt64(size)) + word(UInt32(0)) + word(UInt32(0)) + word(UInt64(1)) + word(UInt64(0))
        }
        return records + names + header(name: 0, type: 0, at: 0, size: 0)
            + header(name: 1, type: 1, at: offset, size: records.count)
            + header(
                name: 2 + FunctionRecord.exportSection.utf8.count, type: 3, at: offset + records.count,
                size: names.count)
    }

    private static func record(_ name: String, at address: UInt64) -> [UInt8] {
        var record = [UInt8](repeating: 0, count: FunctionRecord.size)
        func store(_ bytes: [UInt8], at offset: Int) {
            record.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        }
        store(word(FunctionRecord.version), at: FunctionRecord.versionOffset)
        store([UInt8(name.utf8.count)], at: FunctionRecord.nameLengthOffset)
        store([ValueType.int32.rawValue], at: FunctionRecord.returnTypeOffset)
        store(Array(name.utf8), at: FunctionRecord.nameOffset)
        store(word(address), at: FunctionRecord.entryOffset)
        return record
    }

    private static func word<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}

/// The instructions that the tests of hypervisors need (Intel SDM volume 2).
enum MachineCode {
    static let trap: [UInt8] = [0x0f, 0x0b]
    static let spin: [UInt8] = [0xeb, 0xfe]
    /// Reads a quadword at RDI and stores it at RSI.
    static let copyFromRDIToRSI: [UInt8] = [0x48, 0x8b, 0x07, 0x48, 0x89, 0x06]
    /// Stores RAX and RDX at RSI and behind it.
    static let storeReplyAtRSI: [UInt8] = [0x48, 0x89, 0x06, 0x48, 0x89, 0x56, 0x08]
    /// Stores AL at each of RDX pages that begin at RDI.
    static let touchPages: [UInt8] = [
        0x48, 0x89, 0xd1,  // mov %rdx, %rcx
        0x88, 0x07,  // mov %al, (%rdi)
        0x48, 0x81, 0xc7, 0x00, 0x10, 0x00, 0x00,  // add $4096, %rdi
        0x48, 0xff, 0xc9,  // dec %rcx
        0x75, 0xf2,  // jnz to the store
    ]
    /// Counts at RDI, for ever.
    static let count: [UInt8] = [0x48, 0xff, 0x07, 0xeb, 0xfb]

    static let loadFromRDI: [UInt8] = [0x48, 0x8b, 0x07]
    static let storeAtRDI: [UInt8] = [0x48, 0x89, 0x07]
    /// REP STOSQ: stores RAX at RDI, RCX times.
    static let repeatedStore: [UInt8] = [0xf3, 0x48, 0xab]
    /// REP INSB: reads RCX bytes from port DX to RDI.
    static let repeatedInput: [UInt8] = [0xf3, 0x6c]
    /// REP OUTSD: writes RCX words at RSI to port DX.
    static let repeatedOutput: [UInt8] = [0xf3, 0x6f]

    /// Leaves by a port, with a value.
    static func out(_ port: UInt8, _ value: UInt32 = 0) -> [UInt8] {
        [0xb8] + withUnsafeBytes(of: value.littleEndian) { Array($0) } + [0xe7, port]
    }

    static func out8(_ port: UInt8) -> [UInt8] { [0xe6, port] }
    static func input(_ port: UInt8) -> [UInt8] { [0xe5, port] }
}
