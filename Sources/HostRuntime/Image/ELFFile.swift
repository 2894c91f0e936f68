/// The parts of a static x86-64 ELF executable that loading a guest needs, checked against the file.
///
/// Field offsets are those of the System V ABI, "Object Files", for 64-bit files.
struct ELFFile: Sendable {
    /// A run of bytes to be mapped, with its permissions.
    struct Segment: Equatable, Sendable {
        let fileOffset: UInt64
        let fileSize: UInt64
        let memory: GuestRange
        let isWritable: Bool
        let isExecutable: Bool
    }

    let contents: CheckedBytes
    let entry: UInt64
    let segments: [Segment]
    let notes: [(offset: UInt64, size: UInt64)]
    let sections: [Section]

    private static let maximumSegments = 64
    /// A static image and its host arithmetic both stay within what a 32-bit displacement reaches.
    static let addressLimit: UInt64 = 1 << 31

    init(_ bytes: [UInt8]) throws(ImageError) {
        contents = CheckedBytes(bytes)
        guard contents.slice(0, 4)?.elements.elementsEqual([0x7f, 0x45, 0x4c, 0x46]) == true else {
            throw ImageError(.notELF, "the file does not begin with the ELF magic number")
        }
        guard contents.count >= 64 else {
            throw ImageError(.truncated, "the ELF header needs 64 bytes, the file has \(contents.count)")
        }
        try Self.expect(contents, "class", UInt8.self, at: 4, is: 2, "64-bit")
        try Self.expect(contents, "byte order", UInt8.self, at: 5, is: 1, "little-endian")
        try Self.expect(contents, "version", UInt8.self, at: 6, is: 1, "the only ELF version")
        try Self.expect(contents, "type", UInt16.self, at: 16, is: 2, "a static executable, ET_EXEC")
        try Self.expect(contents, "machine", UInt16.self, at: 18, is: 62, "x86-64")
        entry = contents.load(UInt64.self, at: 24) ?? 0
        (segments, notes) = try Self.readProgramHeaders(contents)
        sections = try Self.readSections(contents)
        guard isExecutable(entry) else {
            throw ImageError(.badEntry, "entry point \(GuestAddress(entry)) is in no executable segment")
        }
    }

    private static func expect<Value: FixedWidthInteger & BitwiseCopyable & Sendable>(
        _ contents: CheckedBytes, _ field: String, _ type: Value.Type, at offset: UInt64, is expected: Value,
        _ meaning: String
    ) throws(ImageError) {
        let value = contents.load(type, at: offset)
        guard value == expected else {
            throw ImageError(
                .unsupported,
                "ELF \(field) is \(value.map { String($0) } ?? "missing"), guests have \(expected) (\(meaning)): was it built with the guest SDK?"
            )
        }
    }

    private static func readProgramHeaders(
        _ contents: CheckedBytes
    ) throws(ImageError) -> ([Segment], [(offset: UInt64, size: UInt64)]) {
        let tableOffset = contents.load(UInt64.self, at: 32) ?? 0
        let entrySize = contents.load(UInt16.self, at: 54) ?? 0
        let count = Int(contents.load(UInt16.self, at: 56) ?? 0)
        guard entrySize == 56 else {
            throw ImageError(.unsupported, "program headers are \(entrySize) bytes long, expected 56")
        }
        guard (1...maximumSegments).contains(count) else {
            throw ImageError(.unsupported, "\(count) program headers, expected 1 to \(maximumSegments)")
        }
        guard let headers = contents.slice(tableOffset, UInt64(count) * 56) else {
            throw ImageError(.truncated, "\(count) program headers at offset \(tableOffset) lie outside the file")
        }
        var segments: [Segment] = []
        var notes: [(offset: UInt64, size: UInt64)] = []
        for index in 0..<count {
            let header = ProgramHeader(headers, at: UInt64(index) * 56)
            switch header.type {
            case ProgramHeader.load where header.memorySize > 0:
                segments.append(try header.segment(number: index, in: contents))
            case ProgramHeader.dynamic, ProgramHeader.interpreter:
                throw ImageError(.unsupported, "the image is dynamically linked; guests are static")
            case ProgramHeader.note:
                notes.append((header.offset, header.fileSize))
            default:
                continue
            }
        }
        segments.sort { $0.memory.start < $1.memory.start }
        for (low, high) in zip(segments, segments.dropFirst())
        where (low.memory.end.rawValue.roundedUp(to: PageSize.small) ?? .max) > high.memory.start.rawValue {
            throw ImageError(.overlap, "segments \(low.memory) and \(high.memory) share a page")
        }
        return (segments, notes)
    }

    /// Whether code can begin at the address.
    func isExecutable(_ address: UInt64) -> Bool {
        segments.contains { $0.isExecutable && $0.memory.contains(GuestAddress(address)) }
    }
}

/// One entry of the program header table.
private struct ProgramHeader {
    static let load: UInt32 = 1
    static let dynamic: UInt32 = 2
    static let interpreter: UInt32 = 3
    static let note: UInt32 = 4

    let type: UInt32
    let flags: UInt32
    let offset: UInt64
    let address: UInt64
    let fileSize: UInt64
    let memorySize: UInt64

    /// The caller has checked that the table holds all of the entry.
    init(_ table: CheckedBytes, at base: UInt64) {
        type = table.load(UInt32.self, at: base) ?? 0
        flags = table.load(UInt32.self, at: base + 4) ?? 0
        offset = table.load(UInt64.self, at: base + 8) ?? 0
        address = table.load(UInt64.self, at: base + 16) ?? 0
        fileSize = table.load(UInt64.self, at: base + 32) ?? 0
        memorySize = table.load(UInt64.self, at: base + 40) ?? 0
    }

    func segment(number: Int, in contents: CheckedBytes) throws(ImageError) -> ELFFile.Segment {
        let isWritable = flags & 2 != 0
        let isExecutable = flags & 1 != 0
        guard let memory = GuestRange(start: address, count: memorySize),
            memory.start >= SupervisorLayout.imageMinimum, memory.end.rawValue <= ELFFile.addressLimit
        else {
            throw ImageError(
                .badAddress,
                """
                segment \(number) at \(GuestAddress(address)) with \(memorySize) bytes is outside \
                \(SupervisorLayout.imageMinimum)..<\(GuestAddress(ELFFile.addressLimit))
                """)
        }
        guard address % UInt64(PageSize.small) == 0 else {
            throw ImageError(.badAddress, "segment \(number) at \(GuestAddress(address)) does not begin a page")
        }
        guard fileSize <= memorySize else {
            throw ImageError(
                .unsupported, "segment \(number) has \(fileSize) bytes in the file and \(memorySize) in memory")
        }
        guard contents.slice(offset, fileSize) != nil else {
            throw ImageError(
                .truncated,
                "segment \(number) needs \(fileSize) bytes at offset \(offset), the file has \(contents.count)")
        }
        guard !(isWritable && isExecutable) else {
            throw ImageError(.writableCode, "segment \(number) at \(GuestAddress(address)) is writable and executable")
        }
        return ELFFile.Segment(
            fileOffset: offset, fileSize: fileSize, memory: memory, isWritable: isWritable, isExecutable: isExecutable)
    }
}
