/// What an image says of one address of its code. Both parts come from the image: treat them as untrusted text.
public struct CodeLocation: Hashable, Sendable {
    /// A line of source code.
    public struct Line: Hashable, Sendable {
        /// The file's name, without the folders that it is in.
        public let file: String
        /// The number of the line, from 1 on.
        public let line: Int
    }

    /// The function, as the linker knows it: mangled, for Swift. Nil for a stripped image.
    public let symbol: String?
    /// The line that the code was made of. Nil for an image without debug information, and for code that belongs to no line.
    public let line: Line?
}

extension GuestImage {
    /// Finds out what is at some addresses of the image's code, for all of them at once: each search goes through the
    /// whole image.
    ///
    /// - Returns: A location for each address, in their order.
    public func codeLocations(at addresses: [UInt64]) -> [CodeLocation] {
        let addresses = addresses.map { GuestAddress(GuestNumber($0)) }
        var symbols = AddressQuestions<String>(addresses)
        file.answer(&symbols)
        var lines = AddressQuestions<CodeLocation.Line>(addresses)
        LineTable(file)?.answer(&lines)
        return addresses.map { CodeLocation(symbol: symbols[$0], line: lines[$0]) }
    }
}

extension GuestImage {
    /// Names the code that led to a fault of this image's guest: function and line of the instruction first, then of each
    /// call. It searches the whole image.
    public func backtrace(of fault: FaultReport) -> [CodeLocation] {
        // A caller's line is that of its call, in front of where it goes on.
        codeLocations(at: fault.callStack.prefix(1) + fault.callStack.dropFirst().map { $0 &- 1 })
    }
}

extension ELFFile {
    /// Answers with the names of the functions in which the addresses are.
    fileprivate func answer(_ questions: inout AddressQuestions<String>) {
        guard let table = try? SymbolTable(self) else { return }
        for index in 0..<table.count {
            guard let entry = table[index], entry.kind == .function, let range = entry.range else {
                guard questions.spend(1) else { return }
                continue
            }
            let isOver = !questions.answer(range) {
                table.name(at: entry.nameOffset)
            }
            if isOver { return }
        }
    }
}
