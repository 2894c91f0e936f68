internal import Wire

// Benchmarks are a package of their own, so that their dependencies never reach users: they need a door, and the
// hypervisor protocol behind it would be a wider one.
extension Sandbox {
    /// One way in which a guest leaves, decided in advance.
    @_spi(Benchmarks)
    public struct PreparedExit: Sendable {
        let port: ExitPort
        let message: [UInt8]

        /// The call is over, with `message`, a `FunctionCallResult`.
        public static func callReturn(_ message: [UInt8]) -> PreparedExit {
            PreparedExit(port: .callReturn, message: message)
        }

        /// The guest calls the host function that `message` names, a `FunctionCall`.
        public static func hostCall(_ message: [UInt8]) -> PreparedExit {
            PreparedExit(port: .hostCall, message: message)
        }
    }

    /// Makes a sandbox without a hypervisor: every call of it, whatever the function, meets `exits` in turn.
    ///
    /// - Throws: ``SandboxError`` as ``init(guest:configuration:hostFunctions:)`` does; with code `hypervisorFailure`
    ///   when the exits' messages do not fit the output buffer.
    @_spi(Benchmarks)
    public convenience init(
        guest: GuestSource, configuration: Configuration = Configuration(),
        hostFunctions: HostFunctions = HostFunctions(), exits: [PreparedExit]
    ) throws(SandboxError) {
        try self.init(guest: guest, configuration: configuration, hostFunctions: hostFunctions) {
            (memory, _) in NullVirtualMachine(memory: memory, exits: exits)
        }
    }
}
