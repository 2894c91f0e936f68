/// The parts of a static x86-64 ELF executable that loading a guest needs, checked against the file.
///
/// Field offsets are those of the System V ABI, "Object Files", for 64-bit files.
struct ELFFile: Sendable {
    /// A run of bytes to be mapped, with its permissions.
    struct Segment: Equatable, Sendable {
        let fileOffset: GuestNumber
        let fileSize: GuestNumber
        let memory: GuestRange
        let isWritable: Bool
        let isExecutable: Bool
    }

    let contents: CheckedBytes
    let entry: GuestAddress
    let segments: [Segment]
    let notes: [(offset: GuestNumber, size: GuestNumber)]
    let sections: [Section]

    private static let maximumSegments = 64
    /// A static image and its host arithmetic both stay within what a 32-bit displacement reaches.
    static let addressLimit = GuestAddress(GuestNumber(memoryLimit))
    static let memoryLimit = 1 << 31

    init(_ bytes: [UInt8]) throws(ImageError) {
        contents = CheckedBytes(bytes)
        guard let magic = contents.load(UInt32.self, at: 0), magic == Self.magic else {
            let found = contents.load(UInt32.self, at: 0)?.hexadecimal ?? "\(contents.count) bytes"
            throw ImageError(
                .notELF,
                "the file does not begin with the ELF magic number: \(found) instead of \(Self.magic.hexadecimal)")
        }
        guard contents.count >= 64 else {
            throw ImageError(.truncated, "the ELF header needs 64 bytes, the file has \(contents.count)")
        }
        try Self.expect(contents, "class", UInt8.self, at: 4, is: 2, "64-bit")
        try Self.expect(contents, "byte order", UInt8.self, at: 5, is: 1, "little-endian")
        try Self.expect(contents, "version", UInt8.self, at: 6, is: 1, "the only ELF version")
        try Self.expect(contents, "type", UInt16.self, at: 16, is: 2, "a static executable, ET_EXEC")
        try Self.expect(contents, "machine", UInt16.self, at: 18, is: 62, "x86-64")
        entry = GuestAddress(contents.load(UInt64.self, at: 24) ?? 0)
        (segments, notes) = try Self.readProgramHeaders(contents)
        sections = try Self.readSections(contents)
        guard isExecutable(entry) else {
            throw ImageError(.badEntry, "entry point \(entry) is in no executable segment\(executableRanges)")
        }
    }

    /// The first four bytes, as a number.
    private static let magic: GuestNumber = 0x464c_457f

    private static func expect<Value: FixedWidthInteger & BitwiseCopyable>(
        _ contents: CheckedBytes, _ field: String, _ type: Value.Type, at offset: GuestNumber,
        is expected: GuestNumber, _ meaning: String
    ) throws(ImageError) {
        let value = contents.load(type, at: offset)
        guard value == expected else {
            throw ImageError(
                .unsupported,
                "ELF \(field) is \(value?.description ?? "missing"), guests have \(expected) (\(meaning)): was it built with the guest SDK?"
            )
        }
    }

    private static func readProgramHeaders(
        _ contents: CheckedBytes
    ) throws(ImageError) -> ([Segment], [(offset: GuestNumber, size: GuestNumber)]) {
        let tableOffset = contents.load(UInt64.self, at: 32) ?? 0
        let entrySize = contents.load(UInt16.self, at: 54) ?? 0
        let claimedCount = contents.load(UInt16.self, at: 56) ?? 0
        guard entrySize == ProgramHeader.size else {
            throw ImageError(
                .unsupported, "program headers are \(entrySize) bytes long, expected \(ProgramHeader.size)")
        }
        guard let count = claimedCount.bounded(by: maximumSegments), count > 0 else {
            throw ImageError(.unsupported, "\(claimedCount) program headers, expected 1 to \(maximumSegments)")
        }
        guard let headers = contents.table(at: tableOffset, of: count, size: ProgramHeader.size) else {
            throw ImageError(
                .truncated,
                "\(count) program headers at offset \(tableOffset) lie outside the file, which has \(contents.count) bytes"
            )
        }
        var segments: [Segment] = []
        var notes: [(offset: GuestNumber, size: GuestNumber)] = []
        for (index, entry) in headers.enumerated() {
            let header = ProgramHeader(entry)
            switch header.type {
            case ProgramHeader.load where header.memorySize > 0:
                segments.append(try header.segment(number: index, in: contents))
            case ProgramHeader.dynamic, ProgramHeader.interpreter:
                throw ImageError(
                    .unsupported,
                    "program header \(index) has type \(header.type): the image is dynamically linked, guests are static"
                )
            case ProgramHeader.note:
                notes.append((header.offset, header.fileSize))
            default:
                continue
            }
        }
        segments.sort { $0.memory.start < $1.memory.start }
        for (low, high) in zip(segments, segments.dropFirst())
        where low.memory.end.roundedUp(to: PageSize.small).map({ $0 > high.memory.start }) ?? true {
            throw ImageError(.overlap, "segments \(low.memory) and \(high.memory) share a page")
        }
        return (segments, notes)
    }

    /// Whether code can begin at the address.
    func isExecutable(_ address: GuestAddress) -> Bool {
        segments.contains { $0.isExecutable && $0.memory.contains(address) }
    }

    /// The memory of the executable segments, in brackets.
    var executableRanges: String {
        let ranges = segments.filter(\.isExecutable).map(\.memory.description)
        return ranges.isEmpty ? " (there is none)" : " (\(ranges.joined(separator: ", ")))"
    }
}

/// One entry of the program header table.
private struct ProgramHeader {
    /// In bytes.
    static let size: GuestNumber = 56
    static let load: GuestNumber = 1
    static let dynamic: GuestNumber = 2
    static let interpreter: GuestNumber = 3
    static let note: GuestNumber = 4

    let type: GuestNumber
    let flags: GuestNumber
    let offset: GuestNumber
    let address: GuestAddress
    let fileSize: GuestNumber
    let memorySize: GuestNumber

    /// - Parameter entry: All of the entry.
    init(_ entry: CheckedBytes) {
        type = entry.load(UInt32.self, at: 0) ?? 0
        flags = entry.load(UInt32.self, at: 4) ?? 0
        offset = entry.load(UInt64.self, at: 8) ?? 0
        address = GuestAddress(entry.load(UInt64.self, at: 16) ?? 0)
        fileSize = entry.load(UInt64.self, at: 32) ?? 0
        memorySize = entry.load(UInt64.self, at: 40) ?? 0
    }

    func segment(number: Int, in contents: CheckedBytes) throws(ImageError) -> ELFFile.Segment {
        let isWritable = flags & 2 != 0
        let isExecutable = flags & 1 != 0
        guard let memory = GuestRange(start: address, count: memorySize),
            memory.start >= SupervisorLayout.imageMinimum, memory.end <= ELFFile.addressLimit
        else {
            throw ImageError(
                .badAddress,
                """
                segment \(number) at \(address) with \(memorySize) bytes is outside \
                \(SupervisorLayout.imageMinimum)..<\(ELFFile.addressLimit)
                """)
        }
        guard address.isAligned(to: PageSize.small) else {
            throw ImageError(
                .badAddress,
                "segment \(number) at \(address) does not begin a page: its address is no multiple of \(PageSize.small)"
            )
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
            throw ImageError(
                .writableCode,
                """
                segment \(number) at \(address) has flags \(flags.hexadecimal): it is writable and executable, and can be \
                one of them
                """)
        }
        return ELFFile.Segment(
            fileOffset: offset, fileSize: fileSize, memory: memory, isWritable: isWritable, isExecutable: isExecutable)
    }
}
