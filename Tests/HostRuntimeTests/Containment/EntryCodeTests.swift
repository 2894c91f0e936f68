import Testing
import Wire

@testable import HostRuntime

/// Jumps into the host's entry code, to where only the host enters.
@Suite("Hostile acts: jumps into the entry code")
struct EntryCodeTests {
    private func commit(_ address: UInt64, _ end: ActEnd) throws {
        let act = Act("jump", MachineCode.jumpToParameter, parameters: [address], end)
        try ContainedSandbox([act]).commit(act)
    }

    /// With whatever is in the registers as the message.
    @Test func theEndOfACall() throws { try commit(EntryCode.returnExit.rawValue, .violation) }

    @Test func theProbe() throws { try commit(EntryCode.probeExit.rawValue, .violation) }

    @Test func parking() throws { try commit(EntryCode.park.rawValue, .invalidOpcode) }

    /// The beginning of a call, again and again: the stack ends that.
    @Test func aCallWithinACall() throws {
        // lea this code, %rdx; jmp *(%rbx)
        let code: [UInt8] = [0x48, 0x8d, 0x15] + MachineCode.bytes(Int32(-7)) + MachineCode.jumpToParameter
        let contained = try ContainedSandbox([code])
        let entry = EntryCode.registers(
            calling: GuestAddress(rawBits: 0), .none, stackTop: GuestAddress(rawBits: 0),
            on: contained.resources.shell.processor
        ).rip
        try contained.commit(Act("call", code, parameters: [entry], .stackOverflow))
    }
}
