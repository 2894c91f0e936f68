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
        let nameOffset: UInt32
    }

    private static let entrySize: UInt64 = 24

    private let file: CheckedBytes
    private let entries: CheckedBytes
    private let namesOffset: UInt64

    /// The table of `image`, or nil without one.
    init?(_ image: ELFFile) throws(ImageError) {
        guard let section = image.sections.first(where: { $0.name == ".symtab" }) else { return nil }
        guard let entries = image.contents.slice(section.fileOffset, section.size),
            let names = Int(exactly: section.link), image.sections.indices.contains(names)
        else { throw ImageError(.truncated, "the symbol table or its names lie outside the file") }
        file = image.contents
        self.entries = entries
        namesOffset = image.sections[names].fileOffset
    }

    /// The number of entries. A last one that is cut off does not count.
    var count: UInt64 { entries.count / Self.entrySize }

    /// The entry of that number, or nil beyond the last.
    subscript(_ index: UInt64) -> Entry? {
        let (position, overflow) = index.multipliedReportingOverflow(by: Self.entrySize)
        guard !overflow, let nameOffset = entries.load(UInt32.self, at: position),
            let information = entries.load(UInt8.self, at: position + 4),
            let address = entries.load(UInt64.self, at: position + 8),
            let size = entries.load(UInt64.self, at: position + 16)
        else { return nil }
        return Entry(
            kind: Entry.Kind(rawValue: information & 0xf), range: GuestRange(start: address, count: size),
            nameOffset: nameOffset)
    }

    /// The name that an entry refers to, or nil when it cannot be read.
    func name(at offset: UInt32) -> String? {
        let (place, overflow) = namesOffset.addingReportingOverflow(UInt64(offset))
        return overflow ? nil : file.text(at: place)
    }
}

extension ELFFile {
    /// The name of the function that contains `address`, as the symbol table spells it; nil for a stripped image.
    ///
    /// Only failures ask for it, so the table is searched from its beginning each time.
    func symbol(at address: UInt64) -> String? {
        guard let table = try? SymbolTable(self), table.count <= Self.searchedSymbolsLimit else { return nil }
        for index in 0..<table.count {
            guard let entry = table[index], entry.kind == .function,
                entry.range?.contains(GuestAddress(address)) == true
            else { continue }
            return table.name(at: entry.nameOffset)
        }
        return nil
    }

    /// Larger tables are not searched: a failure must be reported soon, whatever the image holds.
    private static let searchedSymbolsLimit: UInt64 = (64 << 20) / 24
}
