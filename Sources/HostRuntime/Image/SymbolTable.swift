extension ELFFile {
    /// The name of the function that contains `address`, as the symbol table spells it; nil for a stripped image.
    ///
    /// Only failures ask for it, so the table is searched from its beginning each time.
    func symbol(at address: UInt64) -> String? {
        guard let section = sections.first(where: { $0.name == ".symtab" }),
            section.size <= Self.symbolTableLimit, let table = contents.slice(section.fileOffset, section.size),
            sections.indices.contains(Int(section.link))
        else { return nil }
        let names = sections[Int(section.link)]
        let entrySize: UInt64 = 24
        for position in stride(from: 0, to: table.count - table.count % entrySize, by: Int(entrySize)) {
            guard let nameOffset = table.load(UInt32.self, at: position),
                let kind = table.load(UInt8.self, at: position + 4), kind & 0xf == Self.functionSymbol,
                let start = table.load(UInt64.self, at: position + 8),
                let size = table.load(UInt64.self, at: position + 16),
                let range = GuestRange(start: start, count: size), range.contains(GuestAddress(address))
            else { continue }
            let (place, overflow) = names.fileOffset.addingReportingOverflow(UInt64(nameOffset))
            return overflow ? nil : contents.text(at: place)
        }
        return nil
    }

    private static let functionSymbol: UInt8 = 2
    /// Larger tables, in bytes, are not searched: a failure must be reported soon, whatever the image holds.
    private static let symbolTableLimit: UInt64 = 64 << 20
}
