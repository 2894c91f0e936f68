import HostRuntime

extension Sandbox {
    /// A clone that says nothing.
    static func clone(
        of snapshot: Snapshot, hostFunctions: HostFunctions = .forTests, tracksDirtyPages: Bool = true,
        shells: ShellCache? = nil
    ) throws -> Sandbox {
        try Sandbox(
            from: snapshot, hostFunctions: hostFunctions, tracksDirtyPages: tracksDirtyPages, logger: .silent,
            shells: shells)
    }
}
