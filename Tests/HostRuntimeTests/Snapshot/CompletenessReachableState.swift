import Testing

@testable import HostRuntime

/// What of the processor ring 3 can use on this machine, found out by trying: neither KVM's word nor CPUID's counts, as
/// ring 3 of a software-paged KVM has what the host's processes have.
struct ReachableState: Sendable {
    /// XCR0, or zero where XSAVE is off.
    let enabled: UInt64
    /// Whether ring 3 can read and write the bases of FS and GS.
    let hasSegmentBases: Bool

    /// The same for every sandbox of the process.
    static let current = Result { try ReachableState() }

    private static let invalidOpcode: UInt8 = 6

    private init() throws {
        let sandbox = try Sandbox(
            guest: .image(TestGuests.secret.get()), configuration: .init(logger: .silent), hostFunctions: .forSecrets)
        let clean = try sandbox.snapshot()
        func attempt(_ name: String) throws -> UInt64? {
            do throws(SandboxError) {
                return try sandbox.call(name, thenRestoringTo: clean)
            } catch {
                guard error.fault?.vector == Self.invalidOpcode else { throw error }
                return nil
            }
        }
        enabled = try attempt("enabledComponents") ?? 0
        hasSegmentBases = try attempt("segmentBase") != nil
    }

    /// The numbers of XSAVE's components that ring 3 reaches; those of x87 and SSE where XSAVE is off.
    var components: [UInt64] {
        enabled == 0 ? [0, 1] : (0..<63).filter { enabled & 1 << $0 != 0 }
    }

    /// XTILECFG and XTILEDATA, which a process must ask its kernel for (Documentation/arch/x86/xstate.rst): where ring 3
    /// has the host's processor, using them may fault.
    static let permittedComponents: UInt64 = 1 << 17 | 1 << 18

    /// A bit for each component that can be used without further ado.
    var plainComponents: UInt64 {
        components.reduce(0) { $0 | 1 << $1 } & ~Self.permittedComponents
    }

    /// As `SecretGuest` takes it (State.h in CSecret).
    var flags: UInt32 { (enabled == 0 ? 0 : 1) | (hasSegmentBases ? 2 : 0) }
}
