/// What stands in front of a line number program (DWARF 4 and 5, section 6.2.4).
struct LineProgramHeader {
    /// Where a text stands.
    enum Text {
        /// An offset in `.debug_line`.
        case here(GuestNumber)
        /// An offset in `.debug_str`.
        case string(GuestNumber)
        /// An offset in `.debug_line_str`.
        case lineString(GuestNumber)
    }

    let programStart: GuestNumber
    /// Where in the section the program ends.
    let end: Int
    let instructionLength: GuestNumber
    let lineBase: GuestNumber
    /// From 1 to 255.
    private let lineRange: Int
    /// The first of the operations that stand for a row: from 1 to 255.
    let operationBase: Int
    /// How many numbers follow each operation below ``operationBase``, from 1 on: at most 255.
    private let operandCounts: [Int]
    private let files: [Text]
    /// The number of the first file.
    private let firstFile: GuestNumber

    /// More files are not read: their names could take no room in the section.
    fileprivate static let fileLimit = 1 << 16

    /// How far an operation that stands for a row advances the address, or nil if 64 bits do not hold it.
    ///
    /// - Parameter operation: At least ``operationBase``.
    func addressAdvance(of operation: Int) -> GuestNumber? {
        GuestNumber((operation - operationBase) / lineRange).multiplied(by: instructionLength)
    }

    /// How far it advances the line, as a two's complement.
    func lineAdvance(of operation: Int) -> GuestNumber {
        lineBase &+ GuestNumber((operation - operationBase) % lineRange)
    }

    /// How many numbers follow an operation that is not known.
    func operandCount(of operation: Int) -> Int {
        operandCounts.indices.contains(operation - 1) ? operandCounts[operation - 1] : 0
    }

    /// Where the name of the file with that number stands.
    func fileName(_ number: GuestNumber) -> Text? {
        number.subtracting(firstFile)?.index(below: files.count).map { files[$0] }
    }

    /// Reads the header at the cursor, and moves the cursor behind the program. Nil at the end, for what cannot be
    /// understood, and for the 64-bit format, which guests do not need.
    init?(from cursor: inout DWARFCursor, _ questions: inout AddressQuestions<CodeLocation.Line>) {
        guard let length = cursor.read(UInt32.self), length < 0xffff_fff0 else { return nil }
        var header = cursor
        guard cursor.skip(length) else { return nil }
        end = cursor.position
        guard let version = header.read(UInt16.self), version >= 2, version <= 5 else { return nil }
        if version >= 5 {
            guard header.read(UInt8.self) == 8, header.read(UInt8.self) != nil else { return nil }
        }
        guard let headerLength = header.read(UInt32.self),
            let programStart = GuestNumber(header.position).adding(headerLength),
            let instructionLength = header.read(UInt8.self), version < 4 || header.skip(1), header.skip(1),
            let lineBase = header.read(Int8.self), let lineRange = header.readByte(), lineRange > 0,
            let operationBase = header.readByte(), operationBase > 0
        else { return nil }
        self.programStart = programStart
        self.instructionLength = instructionLength
        self.lineBase = lineBase
        self.lineRange = lineRange
        self.operationBase = operationBase
        var counts: [Int] = []
        for _ in 1..<operationBase {
            guard let count = header.readByte() else { return nil }
            counts.append(count)
        }
        operandCounts = counts
        firstFile = version >= 5 ? 0 : 1
        guard let files = version >= 5 ? header.readTables(&questions) : header.readLists(&questions) else {
            return nil
        }
        self.files = files
    }
}

extension DWARFCursor {
    /// The names of the files as versions before 5 have them: after the directories, both ending with an empty name.
    fileprivate mutating func readLists(
        _ questions: inout AddressQuestions<CodeLocation.Line>
    ) -> [LineProgramHeader.Text]? {
        var files: [LineProgramHeader.Text] = []
        for isFile in [false, true] {
            while true {
                let start = position
                guard questions.spend(1), skipText() else { return nil }
                if position == start + 1 { break }
                guard isFile else { continue }
                guard readUnsigned() != nil, readUnsigned() != nil, readUnsigned() != nil else { return nil }
                files.append(.here(GuestNumber(start)))
            }
        }
        return files
    }

    /// The same as version 5 has them: after the directories, both as tables that describe their columns.
    fileprivate mutating func readTables(
        _ questions: inout AddressQuestions<CodeLocation.Line>
    ) -> [LineProgramHeader.Text]? {
        guard readTable(&questions) != nil else { return nil }
        return readTable(&questions)
    }

    private mutating func readTable(_ questions: inout AddressQuestions<CodeLocation.Line>) -> [LineProgramHeader.Text]?
    {
        guard let columnCount = readByte() else { return nil }
        var columns: [(content: GuestNumber, form: GuestNumber)] = []
        for _ in 0..<columnCount {
            guard let content = readUnsigned(), let form = readUnsigned() else { return nil }
            columns.append((content, form))
        }
        guard let count = readUnsigned()?.bounded(by: LineProgramHeader.fileLimit) else { return nil }
        var names: [LineProgramHeader.Text] = []
        for _ in 0..<count {
            var name: LineProgramHeader.Text?
            for column in columns {
                guard questions.spend(1), let text = readText(form: column.form) else { return nil }
                if column.content == 1 { name = text }
            }
            guard questions.spend(1), let name else { return nil }
            names.append(name)
        }
        return names
    }

    /// A value, as what it is if it is a name.
    private mutating func readText(form: GuestNumber) -> LineProgramHeader.Text? {
        // A string of the lines' own section (DWARF 5, table 7.6).
        if form == 0x1f { return read(UInt32.self).map(LineProgramHeader.Text.lineString) }
        switch readValue(form: form, addressSize: 8) {
        case .stringOffset(let offset): return .string(offset)
        case .inlineString(let offset): return .here(offset)
        case nil: return nil
        // No name: an offset at which no text is.
        default: return .here(.allOnes)
        }
    }
}
