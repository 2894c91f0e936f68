public import Logging

extension Sandbox {
    /// Makes a sandbox that is what another one was when `snapshot` was taken. The guest's start code does not run again.
    ///
    /// All sandboxes made from one snapshot share its memory, and each has its own only of the pages that it writes. The
    /// first one takes longer: it makes what they share, a copy of the snapshot's pages that are not zero.
    ///
    /// - Parameters:
    ///   - snapshot: What to begin with.
    ///   - hostFunctions: What the guest may call; they need not be the ones that the other sandbox has.
    ///   - tracksDirtyPages: As in ``Configuration``.
    ///   - logger: As in ``Configuration``.
    ///   - shells: VMs that other sandboxes have left. The new one moves into one of them if it fits, which takes a fraction of
    ///     the time, and leaves its own there in the end.
    ///   - tracing: As in ``Configuration``.
    ///   - observer: As in ``Configuration``.
    ///   - measuresUsage: As in ``Configuration``.
    /// - Throws: ``SandboxError`` with code `hostFunctionMismatch`, `hypervisorUnavailable` or `hypervisorFailure`.
    public convenience init(
        from snapshot: Snapshot, hostFunctions: HostFunctions = HostFunctions(), tracksDirtyPages: Bool = true,
        logger: Logger = Logger(label: "swiftlet.guest"), shells: ShellCache? = nil, tracing: Tracing? = nil,
        observer: (any SandboxObserver)? = nil, measuresUsage: Bool = false
    ) throws(SandboxError) {
        let creation = ObservedCreation(for: observer)
        try self.init(
            image: snapshot.image, hostFunctions: hostFunctions.observed(by: observer), limits: snapshot.limits,
            logger: logger, shells: shells, tracing: tracing
        ) { (logLevel) throws(HypervisorError) in
            try SandboxResources(
                cloning: snapshot, shells: shells, tracksDirtyPages: tracksDirtyPages, logLevel: logLevel,
                isTimed: tracing != nil, makeMachine: KVMVirtualMachine.init)
        }
        try restore(to: snapshot)
        self.measuresUsage = measuresUsage
        observe(creation, from: resources?.shell.isReused == true ? .shell : .snapshot)
    }

    /// Keeps the sandbox's state. The cost is in proportion to the pages that have changed since the last snapshot or
    /// restore.
    ///
    /// - Throws: ``SandboxError`` with code `busy` (also when called by a host function, in the middle of a call),
    ///   `closed`, `poisoned`, or `hypervisorFailure`.
    public func snapshot() throws(SandboxError) -> Snapshot {
        try enter()
        defer { leave() }
        let resources = try usableResources()
        activeTrace?.begin(.snapshot)
        defer { activeTrace?.end(.snapshot) }
        guard let observer else { return try snapshotUnobserved(resources) }
        return try observeSnapshot(by: observer) { () throws(SandboxError) in try snapshotUnobserved(resources) }
    }

    private func snapshotUnobserved(_ resources: SandboxResources) throws(SandboxError) -> Snapshot {
        let snapshot: Snapshot
        do throws(HypervisorError) {
            snapshot = try resources.snapshot(limits: limits)
        } catch {
            throw SandboxError(hypervisor: error)
        }
        memoryProfiler?.didTake(snapshot)
        counts.snapshots += 1
        return snapshot
    }

    /// Makes the guest what it was when `snapshot` was taken, of this sandbox or of another with the same image and sizes.
    ///
    /// Nothing of what happened since remains, whatever that was: a sandbox that an error has poisoned can be used again.
    /// The cost is in proportion to the pages that have changed and to those in which the two snapshots differ.
    ///
    /// - Throws: ``SandboxError`` with code `snapshotMismatch`, `busy` or `closed`; the sandbox is then as before. With code
    ///   `hypervisorFailure`; the sandbox is then poisoned, and another restore may mend it.
    public func restore(to snapshot: Snapshot) throws(SandboxError) {
        try enter()
        defer { leave() }
        let resources = try openResources()
        try snapshot.validate(for: resources.blueprint)
        try restore(resources, to: snapshot)
    }

    /// The same for whoever is in the sandbox, with a snapshot that fits.
    func restore(_ resources: SandboxResources, to snapshot: Snapshot) throws(SandboxError) {
        activeTrace?.begin(.restore)
        defer { activeTrace?.end(.restore) }
        guard let observer else { return _ = try restoreUnobserved(resources, to: snapshot) }
        try observeRestore(by: observer) { () throws(SandboxError) in
            try restoreUnobserved(resources, to: snapshot)
        }
    }

    /// - Returns: How many pages were written.
    @inline(__always)
    private func restoreUnobserved(
        _ resources: SandboxResources, to snapshot: Snapshot
    ) throws(SandboxError) -> Int {
        let pages: Int
        do throws(HypervisorError) {
            let isAtRest = poison == nil
            pages = try resources.restore(to: snapshot, isAtRest: isAtRest)
            // What could not be settled has got another machine.
            if !isAtRest { control.setMachine(resources.machine) }
        } catch {
            let failure = SandboxError(hypervisor: error)
            poison = failure
            throw failure
        }
        memoryProfiler?.didRestore(to: snapshot, counter: TimeStampCounter.read())
        poison = nil
        counts.restores += 1
        return pages
    }

    /// The pages that may have changed since the last snapshot or restore, for debugging: `print` shows them as a map.
    ///
    /// - Throws: ``SandboxError`` with code `busy`, `closed` or `hypervisorFailure`.
    public func dirtyPages() throws(SandboxError) -> DirtyPageMap {
        try enter()
        defer { leave() }
        let resources = try openResources()
        do throws(HypervisorError) {
            return DirtyPageMap(pages: try resources.changes(), layout: resources.layout)
        } catch {
            throw SandboxError(hypervisor: error)
        }
    }
}
