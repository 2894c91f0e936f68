internal import Wire

extension Sandbox {
    /// Begins to record what the guest allocates and frees, and from where; a profile that there was is discarded.
    ///
    /// Each allocation and each release then costs an exit of the guest. Only a guest that was built with trace points tells
    /// of them. To have the guest's start code in the profile, ask for it in ``Configuration/profilesMemory``.
    ///
    /// A restore to the latest snapshot that was taken since the profile began makes live what was live then. By a restore
    /// to any other the profile forgets what is live: it does not know.
    ///
    /// It can be called by the thread that uses the sandbox: between calls, and by host functions. A closed sandbox has
    /// nothing to record, and keeps the profile that it has.
    public func startMemoryProfile() {
        requireOwnUse()
        guard let resources else { return }
        memoryProfiler = MemoryProfiler(
            walk: StackWalk(image, resources.layout), heap: resources.layout.heap,
            frequency: TimeStampCounter.frequency(kernelFrequency: resources.shell.processor.counterFrequency),
            counter: TimeStampCounter.read())
        resources.setMemoryProfile(true)
    }

    /// Ends the recording.
    ///
    /// - Returns: What was recorded, or nil if nothing was to be.
    @discardableResult
    public func stopMemoryProfile() -> MemoryProfile? {
        requireOwnUse()
        resources?.setMemoryProfile(false)
        defer { memoryProfiler = nil }
        return memoryProfile
    }

    /// What was recorded since ``startMemoryProfile()``; nil while nothing is. A sandbox that is poisoned or closed still
    /// has it.
    public var memoryProfile: MemoryProfile? {
        requireOwnUse()
        return memoryProfiler?.profile
    }

    /// The guest told of a block of memory.
    func recordMemoryEvent(_ words: MachineWords, _ resources: SandboxResources) {
        memoryProfiler?.record(
            GuestAddress(words.first), size: words.second, registers: resources.machine.registers,
            counter: TimeStampCounter.read(), resources.memory)
    }
}
