/// An image's symbol table (System V ABI, "Symbol Table"), which stripped images lack.
struct SymbolTable {
    struct Entry {
        enum Kind: UInt8 {
            case object = 1
            case function = 2
        }

        /// Nil for what is neither.
        let kind: Kind?
        /// The addresses that it stands for, or nil when these would wrap.
        let range: GuestRange?
        let nameOffset: GuestNumber
    }

    private static let entrySize = 24

    private let file: CheckedBytes
    private let entries: CheckedBytes
    private let namesOffset: GuestNumber

    /// The table of `image`, or nil without one.
    init?(_ image: ELFFile) throws(ImageError) {
        guard let section = image.sections.first(where: { $0.name == ".symtab" }) else { return nil }
        guard let entries = image.contents.slice(section.fileOffset, section.size),
            let names = section.link.index(below: image.sections.count)
        else {
            throw ImageError(
                .truncated,
                """
                the symbol table, \(section.size) bytes at offset \(section.fileOffset) with names in section \
                \(section.link), or its names lie outside the file, which has \(image.contents.count) bytes and \
                \(image.sections.count) sections
                """)
        }
        file = image.contents
        self.entries = entries
        namesOffset = image.sections[names].fileOffset
    }

    /// The number of entries. A last one that is cut off does not count.
    var count: Int { entries.count / Self.entrySize }

    /// The entry of that number, or nil beyond the last.
    subscript(_ index: Int) -> Entry? {
        let size = GuestNumber(Self.entrySize)
        guard let position = GuestNumber(index).multiplied(by: size), let entry = entries.slice(position, size),
            let nameOffset = entry.load(UInt32.self, at: 0), let information = entry.load(UInt8.self, at: 4),
            let address = entry.load(UInt64.self, at: 8), let size = entry.load(UInt64.self, at: 16)
        else { return nil }
        return Entry(
            kind: (information & 0xf).decoded(as: Entry.Kind.self),
            range: GuestRange(start: GuestAddress(address), count: size), nameOffset: nameOffset)
    }

    /// The name that an entry refers to, or nil when it cannot be read.
    func name(at offset: GuestNumber) -> String? {
        namesOffset.adding(offset).flatMap { file.text(at: $0) }
    }
}

extension ELFFile {
    /// The name of the function that contains `address`, as the symbol table spells it; nil for a stripped image.
    ///
    /// Only failures ask for it, so the table is searched from its beginning each time.
    func symbol(at address: GuestAddress) -> String? {
        guard let table = try? SymbolTable(self), table.count <= Self.searchedSymbolsLimit else { return nil }
        for index in 0..<table.count {
            guard let entry = table[index], entry.kind == .function,
                entry.range?.contains(address) == true
            else { continue }
            return table.name(at: entry.nameOffset)
        }
        return nil
    }

    /// Larger tables are not searched: a failure must be reported soon, whatever the image holds.
    private static let searchedSymbolsLimit = (64 << 20) / 24
}
