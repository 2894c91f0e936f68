/// Finds out of which source lines an image's code is made (DWARF 4 and 5, section 6.2).
///
/// The image is not trusted: all reading is bounded, and anything odd ends the search.
struct LineTable {
    private let programs: CheckedBytes
    private let strings: CheckedBytes?
    private let lineStrings: CheckedBytes?

    /// Nil for an image without line numbers.
    init?(_ file: ELFFile) {
        guard let programs = file.contents(ofSection: ".debug_line") else { return nil }
        self.programs = programs
        strings = file.contents(ofSection: ".debug_str")
        lineStrings = file.contents(ofSection: ".debug_line_str")
    }

    /// Answers with the lines that the code at the addresses belongs to.
    func answer(_ questions: inout AddressQuestions<CodeLocation.Line>) {
        var cursor = DWARFCursor(programs)
        while questions.work > 0, let unit = LineProgramHeader(from: &cursor, &questions) {
            guard run(unit, &questions) else { return }
        }
    }

    /// The state of the machine that a program is for (DWARF 5, section 6.2.2), as far as it matters here.
    private struct State {
        var address = GuestAddress(0)
        var file: GuestNumber = 1
        /// As a two's complement.
        var line: GuestNumber = 1

        /// Moves on in the code. It wraps as addresses do: a row that ends below its start is none.
        mutating func advance(by count: GuestNumber) { address = GuestAddress(address.number &+ count) }
    }

    /// - Returns: Whether to go on with the next program.
    private func run(_ unit: LineProgramHeader, _ questions: inout AddressQuestions<CodeLocation.Line>) -> Bool {
        var cursor = DWARFCursor(programs, at: unit.programStart)
        var state = State()
        /// Where the code of the line begins that the next row ends.
        var row: State?
        func finishRow(_ questions: inout AddressQuestions<CodeLocation.Line>) -> Bool {
            guard let row, row.address < state.address else { return true }
            return questions.answer(GuestRange(from: row.address, to: state.address)) { line(row, unit) }
        }
        while cursor.position < unit.end {
            guard questions.spend(1), let operation = cursor.readByte() else { return false }
            var isRow = false
            switch operation {
            case 0:
                guard let length = cursor.readUnsigned(), let rest = length.subtracting(1),
                    let extended = cursor.readByte()
                else { return false }
                switch extended {
                case 1:
                    guard finishRow(&questions) else { return false }
                    (state, row) = (State(), nil)
                case 2 where length == 9:
                    guard let address = cursor.read(UInt64.self) else { return false }
                    state.address = GuestAddress(address)
                    continue
                default: break
                }
                guard cursor.skip(rest) else { return false }
            case unit.operationBase...:
                guard let advance = unit.addressAdvance(of: operation) else { return false }
                state.advance(by: advance)
                state.line = state.line &+ unit.lineAdvance(of: operation)
                isRow = true
            case 1: isRow = true
            case 2:
                guard let advance = cursor.readUnsigned()?.multiplied(by: unit.instructionLength) else { return false }
                state.advance(by: advance)
            case 3:
                guard let advance = cursor.readSigned() else { return false }
                state.line = state.line &+ advance
            case 4:
                guard let file = cursor.readUnsigned() else { return false }
                state.file = file
            case 8:
                guard let advance = unit.addressAdvance(of: 255) else { return false }
                state.advance(by: advance)
            case 9:
                guard let advance = cursor.read(UInt16.self) else { return false }
                state.advance(by: advance)
            default:
                for _ in 0..<unit.operandCount(of: operation) {
                    guard cursor.readUnsigned() != nil else { return false }
                }
            }
            if isRow {
                guard finishRow(&questions) else { return false }
                row = state
            }
        }
        return true
    }

    /// Nil for code that belongs to no line.
    private func line(_ state: State, _ unit: LineProgramHeader) -> CodeLocation.Line? {
        guard let line = state.line.bounded(by: Int(Int32.max)), line > 0,
            let place = unit.fileName(state.file), let path = text(place)
        else { return nil }
        return CodeLocation.Line(file: path.split(separator: "/").last.map { String($0) } ?? path, line: line)
    }

    private func text(_ place: LineProgramHeader.Text) -> String? {
        switch place {
        case .here(let offset): programs.text(at: offset)
        case .string(let offset): strings?.text(at: offset)
        case .lineString(let offset): lineStrings?.text(at: offset)
        }
    }
}
