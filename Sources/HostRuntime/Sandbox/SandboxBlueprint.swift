/// What sandboxes must have in common to exchange snapshots: the guest's image and the layout of its memory.
final class SandboxBlueprint: Sendable {
    let image: GuestImage
    let layout: SandboxLayout

    init(image: GuestImage, configuration: Sandbox.Configuration) throws(SandboxError) {
        self.image = image
        layout = try SandboxLayout(image: image.file, configuration: configuration)
    }

    /// What about `other` is different, in words, or nil if nothing is.
    func difference(from other: SandboxBlueprint) -> String? {
        if self === other { return nil }
        let bytes = image.file.contents.elements
        let otherBytes = other.image.file.contents.elements
        if bytes.count != otherBytes.count {
            return "the guest image is of \(bytes.count) bytes, the sandbox's of \(otherBytes.count)"
        }
        // Equal at once when both are the same image, not two that were read from one file.
        if bytes != otherBytes {
            let offset = zip(bytes, otherBytes).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            return "the guest image differs from the sandbox's at byte \(offset ?? 0)"
        }
        return layout.difference(from: other.layout)
    }
}

extension SandboxLayout {
    /// The first region that is another in `other`, in words, or nil if there is none.
    fileprivate func difference(from other: SandboxLayout) -> String? {
        for (region, otherRegion) in zip(regions, other.regions) where region != otherRegion {
            guard region.name == otherRegion.name, region.access == otherRegion.access else {
                return "the memory at \(region.range) is \(region.name), the sandbox's is \(otherRegion.name)"
            }
            return """
                the \(region.name) is of \(MemorySize(region.range)) at \(region.range), the \
                sandbox's of \(MemorySize(otherRegion.range)) at \(otherRegion.range)
                """
        }
        guard regions.count == other.regions.count else {
            return "the memory has \(regions.count) regions, the sandbox's \(other.regions.count)"
        }
        return nil
    }
}
