extension ELFFile {
    /// One entry of the section header table.
    struct Section: Equatable, Sendable {
        let name: String
        let flags: GuestNumber
        let address: GuestAddress
        let fileOffset: GuestNumber
        let size: GuestNumber
        /// For a symbol table, the index of the section with its names.
        let link: GuestNumber
    }

    private static let maximumSections = 4096
    private static let entrySize: GuestNumber = 64

    /// Reads the section header table. A file may say that it has none: then it exports nothing.
    static func readSections(_ contents: CheckedBytes) throws(ImageError) -> [Section] {
        let tableOffset = contents.load(UInt64.self, at: 40) ?? 0
        guard tableOffset != 0 else { return [] }
        let entrySize = contents.load(UInt16.self, at: 58) ?? 0
        let claimedCount = contents.load(UInt16.self, at: 60) ?? 0
        let namesNumber = contents.load(UInt16.self, at: 62) ?? 0
        guard entrySize == Self.entrySize else {
            throw ImageError(.unsupported, "section headers are \(entrySize) bytes long, expected \(Self.entrySize)")
        }
        guard let count = claimedCount.bounded(by: maximumSections), let namesIndex = namesNumber.index(below: count)
        else {
            throw ImageError(
                .unsupported,
                "\(claimedCount) sections with names in section \(namesNumber); at most \(maximumSections) sections are possible"
            )
        }
        guard let table = contents.table(at: tableOffset, of: count, size: Self.entrySize) else {
            throw ImageError(
                .truncated,
                "\(count) section headers at offset \(tableOffset) lie outside the file, which has \(contents.count) bytes"
            )
        }
        let namesOffset = table[namesIndex].load(UInt64.self, at: 24) ?? 0
        let namesSize = table[namesIndex].load(UInt64.self, at: 32) ?? 0
        guard let names = contents.slice(namesOffset, namesSize) else {
            throw ImageError(
                .truncated,
                """
                the section names, \(namesSize) bytes at offset \(namesOffset), lie outside the file, which has \
                \(contents.count) bytes
                """)
        }
        var sections: [Section] = []
        for (index, entry) in table.enumerated() {
            let nameOffset = entry.load(UInt32.self, at: 0) ?? 0
            guard let name = names.text(at: nameOffset) else {
                throw ImageError(
                    .unsupported,
                    """
                    section \(index) has no readable name: none at offset \(nameOffset) of \(names.count) bytes of \
                    names, or one of more than \(CheckedBytes.textLimit) bytes
                    """)
            }
            sections.append(Section(name: name, entry))
        }
        return sections
    }

    /// The bytes of the section, or nil without one of that name in the file.
    func contents(ofSection name: String) -> CheckedBytes? {
        sections.first { $0.name == name }.flatMap { contents.slice($0.fileOffset, $0.size) }
    }
}

extension ELFFile.Section {
    /// - Parameter entry: All of the entry.
    fileprivate init(name: String, _ entry: CheckedBytes) {
        self.name = name
        flags = entry.load(UInt64.self, at: 8) ?? 0
        address = GuestAddress(entry.load(UInt64.self, at: 16) ?? 0)
        fileOffset = entry.load(UInt64.self, at: 24) ?? 0
        size = entry.load(UInt64.self, at: 32) ?? 0
        link = entry.load(UInt32.self, at: 40) ?? 0
    }
}
