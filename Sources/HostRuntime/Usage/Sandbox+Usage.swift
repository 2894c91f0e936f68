extension Sandbox {
    /// Whether it is measured what each call takes; see ``lastCallUsage`` and ``usage``.
    ///
    /// It can be changed at any time, by the thread that uses the sandbox. A call during which it is, by a host function, is not
    /// measured. A closed sandbox keeps what it has.
    ///
    /// Measuring takes a request to the hypervisor for each call, and two readings of the thread's clock for each exit.
    public var measuresUsage: Bool {
        get { usageMeter != nil }
        set {
            requireOwnUse()
            guard newValue != measuresUsage, let resources else { return }
            usageMeter = newValue ? UsageMeter() : nil
            resources.endCountingDirtyPages()
        }
    }

    /// What the last call has taken that got as far as the guest, whether it returned or not; nil if there was none since
    /// ``measuresUsage`` was set.
    ///
    /// <!-- sample: Tests/HostRuntimeTests/Documentation/SandboxSamples.swift#usage -->
    /// ```swift
    /// sandbox.measuresUsage = true
    /// let reply: String = try sandbox.call("echoString", "World")
    /// if let usage = sandbox.lastCallUsage { print("the guest ran for \(usage.guestProcessorTime)") }
    /// ```
    public var lastCallUsage: Usage? { usageMeter?.lastCall }

    /// The end of a call, or of the start code.
    @inline(__always)
    func endUsage(_ resources: SandboxResources) {
        if let usageMeter { endUsage(by: usageMeter, resources) }
    }

    @inline(never)
    private func endUsage(by meter: UsageMeter, _ resources: SandboxResources) {
        guard let call = meter.end(counts, resources) else { return }
        usage.add(call)
    }
}
