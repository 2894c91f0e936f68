extension ELFFile {
    /// One entry of the section header table.
    struct Section: Equatable, Sendable {
        let name: String
        let flags: UInt64
        let address: UInt64
        let fileOffset: UInt64
        let size: UInt64
        /// For a symbol table, the index of the section with its names.
        let link: UInt32
    }

    private static let maximumSections = 4096
    private static let entrySize: UInt64 = 64

    /// Reads the section header table. A file may say that it has none: then it exports nothing.
    static func readSections(_ contents: CheckedBytes) throws(ImageError) -> [Section] {
        let tableOffset = contents.load(UInt64.self, at: 40) ?? 0
        guard tableOffset != 0 else { return [] }
        let entrySize = contents.load(UInt16.self, at: 58) ?? 0
        let count = Int(contents.load(UInt16.self, at: 60) ?? 0)
        let namesIndex = Int(contents.load(UInt16.self, at: 62) ?? 0)
        guard entrySize == Self.entrySize else {
            throw ImageError(.unsupported, "section headers are \(entrySize) bytes long, expected \(Self.entrySize)")
        }
        guard (1...maximumSections).contains(count), namesIndex < count else {
            throw ImageError(
                .unsupported,
                "\(count) sections with names in section \(namesIndex); at most \(maximumSections) sections are possible"
            )
        }
        guard let table = contents.slice(tableOffset, UInt64(count) * Self.entrySize) else {
            throw ImageError(.truncated, "\(count) section headers at offset \(tableOffset) lie outside the file")
        }
        let namesHeader = UInt64(namesIndex) * Self.entrySize
        guard let namesOffset = table.load(UInt64.self, at: namesHeader + 24),
            let namesSize = table.load(UInt64.self, at: namesHeader + 32),
            let names = contents.slice(namesOffset, namesSize)
        else {
            throw ImageError(.truncated, "the section names lie outside the file")
        }
        var sections: [Section] = []
        for index in 0..<count {
            let base = UInt64(index) * Self.entrySize
            guard let nameOffset = table.load(UInt32.self, at: base), let name = names.text(at: UInt64(nameOffset))
            else {
                throw ImageError(.unsupported, "section \(index) has no readable name")
            }
            sections.append(
                Section(
                    name: name, flags: table.load(UInt64.self, at: base + 8) ?? 0,
                    address: table.load(UInt64.self, at: base + 16) ?? 0,
                    fileOffset: table.load(UInt64.self, at: base + 24) ?? 0,
                    size: table.load(UInt64.self, at: base + 32) ?? 0,
                    link: table.load(UInt32.self, at: base + 40) ?? 0))
        }
        return sections
    }

    /// The bytes of the section, or nil without one of that name in the file.
    func contents(ofSection name: String) -> CheckedBytes? {
        sections.first { $0.name == name }.flatMap { contents.slice($0.fileOffset, $0.size) }
    }
}
