/// Checks whole messages before they are trusted to be complete.
///
/// Reading is safe without it, since every accessor checks what it touches. A verified message has more to it: no
/// accessor of its typed views throws on it, its data is aligned, and its strings are UTF-8.
///
/// Parts of a message may overlap or be shared. The limits keep the time for it in proportion to the message's length.
public struct Verifier {
    /// How much verification a message is worth.
    public struct Limits: Sendable {
        /// How deeply tables may be nested.
        public var depth: Int
        /// How many tables are visited at most, each as often as it is referred to.
        public var tableCount: Int
        /// How many times the message's own length the visited parts may add up to.
        public var sharing: Int

        /// Makes limits; the defaults are those that the messages of the ABI are held to.
        public init(depth: Int = 64, tableCount: Int = 1_000_000, sharing: Int = 8) {
            self.depth = depth
            self.tableCount = tableCount
            self.sharing = sharing
        }
    }

    private var depth: Int
    private var tableCount: Int
    private var byteCount: Int

    private init(limits: Limits, messageLength: Int) {
        depth = limits.depth
        tableCount = limits.tableCount
        byteCount = messageLength * limits.sharing
    }

    /// Checks a message whose root is a `Table`.
    public static func verify<Table: FlatBufferTable & ~Escapable>(
        _ message: RawSpan, as root: Table.Type, identifier: FileIdentifier? = nil, limits: Limits = Limits()
    ) throws(WireError) {
        let table = try TableView(rootOf: message, identifier: identifier)
        var verifier = Verifier(limits: limits, messageLength: message.byteCount)
        try verifier.table(table, as: root)
    }

    /// Counts `size` bytes at `position` as visited.
    mutating func visit(_ size: Int, at position: Int) throws(WireError) {
        guard size <= byteCount else { throw .malformed(.tooComplex, offset: position) }
        byteCount -= size
    }

    /// Checks a table and everything below it.
    mutating func table<Table: FlatBufferTable & ~Escapable>(
        _ table: TableView, as type: Table.Type
    ) throws(WireError) {
        guard depth > 0 else { throw .malformed(.tooDeep, offset: table.position) }
        guard tableCount > 0 else { throw .malformed(.tooComplex, offset: table.position) }
        guard table.position % 4 == 0, table.vtable % 2 == 0 else {
            throw .malformed(.misaligned, offset: table.position)
        }
        tableCount -= 1
        depth -= 1
        try visit(table.size, at: table.position)
        try Table.verify(table, with: &self)
        depth += 1
    }

    /// Checks a string.
    mutating func string(_ string: StringView) throws(WireError) {
        guard string.position % 4 == 0 else { throw .malformed(.misaligned, offset: string.position) }
        let end = string.position + string.utf8.byteCount
        try visit(string.utf8.byteCount + 1, at: string.position)
        guard try string.message.scalar(at: end, as: UInt8.self) == 0 else {
            throw .malformed(.unterminatedString, offset: end)
        }
        try string.validate()
    }

    /// Checks the alignment of a vector and counts its elements as visited.
    mutating func elements(_ elements: VectorElements, alignment: Int) throws(WireError) {
        guard (elements.position - 4) % 4 == 0, elements.count == 0 || elements.position % alignment == 0 else {
            throw .malformed(.misaligned, offset: elements.position)
        }
        try visit(4 + elements.bytes.byteCount, at: elements.position)
    }
}
