import HostRuntime

/// What calls must find of the processor, whatever was there before.
struct ExpectedProcessor {
    /// XCR0, or 0 where ring 3 has no XSAVE. Found by trying: what CPUID says need not be what ring 3 can use.
    let components: UInt64
    /// A hash of all registers that XSAVE or FXSAVE saves, and of the data segments.
    let digest: UInt64

    /// Asks a new sandbox.
    init(in sandbox: Sandbox) throws {
        components = try Self.allComponents.get()
        digest = try sandbox.call("processorDigest", components)
    }

    /// The same in all sandboxes. Where there is no XSAVE, asking is an invalid opcode, and the sandbox that asked is lost.
    private static let allComponents = Result { () throws -> UInt64 in
        let sandbox = try Sandbox.test()
        do throws(SandboxError) {
            return try sandbox.call("stateComponents")
        } catch {
            try demand(error.fault?.vector == 6, "asking for the state components ends by \(error)")
            return 0
        }
    }
}
