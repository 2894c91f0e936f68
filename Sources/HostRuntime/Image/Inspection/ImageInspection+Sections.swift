extension ImageInspection {
    /// A part of the file that is loaded into the guest's memory.
    public struct Segment: Hashable, Sendable {
        /// Where it begins in the guest's memory.
        public let address: UInt64
        /// Its size in memory, in bytes. What the file does not have is zero.
        public let size: UInt64
        /// Its size in the file, in bytes.
        public let fileSize: UInt64
        /// What the guest may do with it.
        public let permissions: Permissions
    }

    /// A named part of the file, as the linker made it.
    public struct Section: Hashable, Sendable {
        /// The linker's name, such as `.text`.
        public let name: String
        /// Where it begins in the guest's memory; meaningless for one that is not loaded.
        public let address: UInt64
        /// Its size, in bytes.
        public let size: UInt64
        /// What the section itself asks for; nothing for one that is not to be loaded.
        public let declared: Permissions
        /// What the guest may do with it: the permissions of the segment that holds all of it. Nil for one that is not
        /// loaded.
        public let mapped: Permissions?
    }

    /// In ascending order of address.
    public var segments: [Segment] {
        file.segments.map { segment in
            Segment(
                address: segment.memory.start.rawBits, size: segment.memory.count.rawBits,
                fileSize: segment.fileSize.rawBits,
                permissions: segment.permissions)
        }
    }

    /// In the order of the file, which may have none.
    public var sections: [Section] {
        // The first entry of every table is reserved and stands for no section (System V ABI, "Sections").
        file.sections.dropFirst().map { section in
            Section(
                name: section.name, address: section.address.rawBits, size: section.size.rawBits,
                declared: section.permissions, mapped: file.segment(holding: section)?.permissions)
        }
    }
}

extension ELFFile.Segment {
    fileprivate var permissions: ImageInspection.Permissions {
        // The page tables let the guest read whatever it has.
        var permissions: ImageInspection.Permissions = .read
        if isWritable { permissions.insert(.write) }
        if isExecutable { permissions.insert(.execute) }
        return permissions
    }
}

extension ELFFile.Section {
    /// Bits of `sh_flags` (System V ABI, "Section Attribute Flags").
    private enum Flags {
        static let write: GuestNumber = 0b001
        static let allocate: GuestNumber = 0b010
        static let execute: GuestNumber = 0b100
    }

    fileprivate var isLoaded: Bool { flags & Flags.allocate != 0 }

    fileprivate var permissions: ImageInspection.Permissions {
        guard isLoaded else { return [] }
        var permissions: ImageInspection.Permissions = .read
        if flags & Flags.write != 0 { permissions.insert(.write) }
        if flags & Flags.execute != 0 { permissions.insert(.execute) }
        return permissions
    }
}

extension ELFFile {
    fileprivate func segment(holding section: Section) -> Segment? {
        guard section.isLoaded, let range = GuestRange(start: section.address, count: section.size) else { return nil }
        return segments.first { $0.memory.contains(range) }
    }
}
