extension ImageInspection {
    /// The memory that a sandbox would have, from address zero to its end without gaps.
    ///
    /// - Throws: ``SandboxError`` with code `invalidConfiguration`.
    public func memoryMap(for configuration: Sandbox.Configuration) throws(SandboxError) -> [MemoryRegion] {
        try configuration.validate()
        return try SandboxLayout(image: file, configuration: configuration).map
    }
}

extension SandboxLayout {
    fileprivate var map: [ImageInspection.MemoryRegion] {
        let tables = ImageInspection.MemoryRegion("page tables", pageTables, .processor, [])
        let used = regions.map { ($0.range, ImageInspection.MemoryRegion($0)) } + [(pageTables, tables)]
        var map: [ImageInspection.MemoryRegion] = []
        var end = GuestAddress(0)
        for (range, region) in used.sorted(by: { $0.0.start < $1.0.start }) {
            if range.start > end {
                let name = range.start == stack.start ? "stack guard" : "unmapped"
                map.append(.init(name, GuestRange(from: end, to: range.start), .nobody, []))
            }
            map.append(region)
            end = range.end
        }
        return map
    }
}

extension ImageInspection.MemoryRegion {
    fileprivate init(_ name: String, _ range: GuestRange, _ owner: Owner, _ permissions: ImageInspection.Permissions) {
        self.init(
            name: name, address: range.start.rawBits, size: range.count.rawBits, owner: owner, permissions: permissions)
    }

    fileprivate init(_ region: SandboxLayout.Region) {
        let (owner, permissions): (Owner, ImageInspection.Permissions) =
            switch region.access {
            case .supervisorCode: (.supervisor, [.read, .execute])
            case .supervisorReadOnly: (.supervisor, .read)
            case .supervisorData: (.supervisor, [.read, .write])
            case .guestCode: (.guest, [.read, .execute])
            case .guestReadOnly: (.guest, .read)
            case .guestData: (.guest, [.read, .write])
            }
        self.init(region.name, region.range, owner, permissions)
    }
}
