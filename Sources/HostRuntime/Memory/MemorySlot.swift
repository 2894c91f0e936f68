import SystemPackage

/// A part of a sandbox's memory as the hypervisor is told of it.
struct MemorySlot: Equatable, Sendable {
    let range: GuestRange
    /// Whether the hypervisor is to note which of its pages are written.
    let isTracked: Bool
}

extension SandboxLayout {
    /// Checks that every page that can change between two calls is in a slot that is tracked: a restore would not see a
    /// change to any other.
    func validateTracking(by slots: [MemorySlot]) throws(HypervisorError) {
        for region in regions where region.access.isWritable {
            guard slots.contains(where: { $0.isTracked && $0.range.contains(region.range) }) else {
                throw HypervisorError(
                    operation: "tracking writes to the \(region.name) at \(region.range), which no tracked slot holds,",
                    errno: .invalidArgument)
            }
        }
    }
}
