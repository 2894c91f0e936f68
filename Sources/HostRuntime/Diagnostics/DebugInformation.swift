/// Finds out which check of the Swift runtime a trap instruction belongs to.
///
/// Optimised code traps without a word, but the compiler describes each trap in the debug information as an inlined
/// call of a function named "Swift runtime failure: …". The image is not trusted: all reading is bounded, and anything
/// odd ends the search.
struct DebugInformation {
    private static let inlinedSubroutine: GuestNumber = 0x1d
    /// Entries and attributes looked at before giving up. Real images need some hundred thousand; overlapping tables in
    /// a hostile one could ask for the square of its size.
    private static let workLimit = 4_000_000
    private static let failurePrefix = "Swift runtime failure: "

    private let information: CheckedBytes
    private let abbreviations: CheckedBytes
    private let strings: CheckedBytes

    /// Nil for an image without debug information.
    init?(_ file: ELFFile) {
        guard let information = file.contents(ofSection: ".debug_info"),
            let abbreviations = file.contents(ofSection: ".debug_abbrev"),
            let strings = file.contents(ofSection: ".debug_str")
        else { return nil }
        self.information = information
        self.abbreviations = abbreviations
        self.strings = strings
    }

    /// What went wrong at the trap at `address`, such as "arithmetic overflow".
    func runtimeFailure(at address: GuestAddress) -> String? {
        var cursor = DWARFCursor(information)
        var work = Self.workLimit
        while work > 0, let unit = Unit(from: &cursor) {
            guard let shapes = readAbbreviations(at: unit.abbreviationOffset, &work) else { return nil }
            if let name = failureName(at: address, in: unit, shapes, &work) { return name }
        }
        return nil
    }

    private func failureName(
        at address: GuestAddress, in unit: Unit, _ shapes: [GuestNumber: Abbreviation], _ work: inout Int
    ) -> String? {
        var cursor = DWARFCursor(information, at: GuestNumber(unit.firstEntry))
        while cursor.position < unit.end {
            work -= 1
            guard work > 0, let code = cursor.readUnsigned() else { return nil }
            if code == 0 { continue }
            guard let shape = shapes[code], let entry = readEntry(shape, &cursor, unit, &work) else { return nil }
            if shape.tag == Self.inlinedSubroutine, entry.contains(address), let origin = entry.origin,
                let name = name(at: origin, in: unit, shapes, &work), name.hasPrefix(Self.failurePrefix)
            {
                return String(name.dropFirst(Self.failurePrefix.count))
            }
        }
        return nil
    }

    private func name(
        at offset: GuestNumber, in unit: Unit, _ shapes: [GuestNumber: Abbreviation], _ work: inout Int
    ) -> String? {
        guard let offset = offset.index(below: unit.end - unit.start) else { return nil }
        var cursor = DWARFCursor(information, at: GuestNumber(unit.start + offset))
        guard let code = cursor.readUnsigned(), let shape = shapes[code] else { return nil }
        switch readEntry(shape, &cursor, unit, &work)?.name {
        case .stringOffset(let offset): return strings.text(at: offset)
        case .inlineString(let offset): return information.text(at: offset)
        default: return nil
        }
    }

    private func readEntry(
        _ shape: Abbreviation, _ cursor: inout DWARFCursor, _ unit: Unit, _ work: inout Int
    ) -> Entry? {
        var entry = Entry()
        for (attribute, form) in shape.attributes {
            work -= 1
            guard work > 0, let value = cursor.readValue(form: form, addressSize: unit.addressSize) else { return nil }
            switch (attribute, value) {
            case (DWARFAttribute.lowAddress, .address(let address)): entry.low = address
            case (DWARFAttribute.highAddress, .constant(let size)): entry.size = size
            case (DWARFAttribute.abstractOrigin, .unitReference(let offset)): entry.origin = offset
            case (DWARFAttribute.name, let value): entry.name = value
            default: continue
            }
        }
        return entry
    }

    /// Reads one table of abbreviations (DWARF 4, section 7.5.3).
    private func readAbbreviations(at offset: GuestNumber, _ work: inout Int) -> [GuestNumber: Abbreviation]? {
        var cursor = DWARFCursor(abbreviations, at: offset)
        var shapes: [GuestNumber: Abbreviation] = [:]
        while let code = cursor.readUnsigned(), code != 0 {
            guard let tag = cursor.readUnsigned(), cursor.skip(1) else { return nil }
            var attributes: [(GuestNumber, GuestNumber)] = []
            while true {
                work -= 1
                guard work > 0, let attribute = cursor.readUnsigned(), let form = cursor.readUnsigned() else {
                    return nil
                }
                if attribute == 0, form == 0 { break }
                // An implicit constant stands in the table instead of the entry.
                if form == Self.implicitConstant {
                    guard cursor.readUnsigned() != nil else { return nil }
                    continue
                }
                attributes.append((attribute, form))
            }
            shapes[code] = Abbreviation(tag: tag, attributes: attributes)
        }
        return shapes
    }

    private static let implicitConstant: GuestNumber = 0x21

    private struct Abbreviation {
        let tag: GuestNumber
        let attributes: [(GuestNumber, GuestNumber)]
    }

    private struct Entry {
        var low: GuestAddress?
        var size: GuestNumber?
        var origin: GuestNumber?
        /// Where the name stands; few names are ever read.
        var name: DWARFValue?

        func contains(_ address: GuestAddress) -> Bool {
            guard let low, let size, let range = GuestRange(start: low, count: size) else { return false }
            return range.contains(address)
        }
    }

    /// A compilation unit's header (DWARF 4, section 7.5.1.1; DWARF 5, section 7.5.1.1).
    private struct Unit {
        // Places in the section.
        let start: Int
        let end: Int
        let firstEntry: Int
        let abbreviationOffset: GuestNumber
        let addressSize: GuestNumber

        /// Moves the cursor behind the unit. Nil at the end, and for the 64-bit format, which guests do not need.
        init?(from cursor: inout DWARFCursor) {
            start = cursor.position
            guard let length = cursor.read(UInt32.self), length < 0xffff_fff0 else { return nil }
            var header = cursor
            guard cursor.skip(length), let version = header.read(UInt16.self) else { return nil }
            end = cursor.position
            if version >= 5 {
                guard header.read(UInt8.self) != nil, let size = header.read(UInt8.self),
                    let offset = header.read(UInt32.self)
                else { return nil }
                (addressSize, abbreviationOffset) = (size, offset)
            } else {
                guard let offset = header.read(UInt32.self), let size = header.read(UInt8.self) else { return nil }
                (addressSize, abbreviationOffset) = (size, offset)
            }
            firstEntry = header.position
            guard firstEntry <= end else { return nil }
        }
    }
}
