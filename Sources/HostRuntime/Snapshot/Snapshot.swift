internal import Synchronization

/// The state of a sandbox between two calls, to which it and others can be restored.
///
/// A snapshot is immutable. It can be used by any number of threads and sandboxes at a time, and its memory is freed with
/// its last user. It stores the pages that have changed since the sandbox's previous snapshot or restore, and shares the
/// others with the snapshots that have them too. Dropping a snapshot frees what only it has.
///
/// A snapshot holds all of the guest's memory. It does not hold processor state, since none outlives a call, and not what
/// belongs to the host: entropy, time, the log level, host functions, and the sandbox's ``Sandbox/statistics``.
public final class Snapshot: Sendable {
    let blueprint: SandboxBlueprint
    let contents: PageMap
    /// The guest's monotonic clock when the snapshot was taken, in nanoseconds: what the guest has seen.
    let monotonic: UInt64
    /// What sandboxes that are made from the snapshot may do.
    let limits: Sandbox.Limits
    /// How many pages of 4 KiB had changed, and so are this snapshot's own. Those that are all zeroes take no memory.
    public let copiedPages: Int
    /// What sandboxes that are made from the snapshot share, once there is one.
    let file = Mutex<MemoryFile?>(nil)

    init(
        blueprint: SandboxBlueprint, limits: Sandbox.Limits, contents: PageMap, monotonic: UInt64, copiedPages: Int
    ) {
        self.blueprint = blueprint
        self.limits = limits
        self.contents = contents
        self.monotonic = monotonic
        self.copiedPages = copiedPages
    }

    /// The guest that the snapshot is of.
    public var image: GuestImage { blueprint.image }

    /// Checks that a sandbox of `other` can be restored to this.
    func validate(for other: SandboxBlueprint) throws(SandboxError) {
        guard let difference = blueprint.difference(from: other) else { return }
        throw SandboxError(
            .snapshotMismatch,
            """
            the snapshot is of another kind of sandbox: \(difference). Restore a sandbox made from the same image with the \
            same sizes, or make one by Sandbox(from:)
            """)
    }
}
