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
        let used = (regions.map(ImageInspection.MemoryRegion.init) + [tables]).sorted { $0.address < $1.address }
        var map: [ImageInspection.MemoryRegion] = []
        var end = GuestAddress(0)
        for region in used {
            let start = GuestAddress(region.address)
            if start > end {
                let name = start == stack.start ? "stack guard" : "unmapped"
                map.append(.init(name, GuestRange(from: end, to: start), .nobody, []))
            }
            map.append(region)
            end = GuestAddress(region.address + region.size)
        }
        return map
    }
}

extension ImageInspection.MemoryRegion {
    fileprivate init(_ name: String, _ range: GuestRange, _ owner: Owner, _ permissions: ImageInspection.Permissions) {
        self.init(
            name: name, address: range.start.rawValue, size: range.count, owner: owner, permissions: permissions)
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
