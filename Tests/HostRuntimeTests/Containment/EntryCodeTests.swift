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
    @Test func theEndOfACall() throws { try commit(EntryCode.returnExit, .violation) }

    @Test func theProbe() throws { try commit(EntryCode.probeExit, .violation) }

    @Test func parking() throws { try commit(EntryCode.park, .invalidOpcode) }

    /// The beginning of a call, again and again: the stack ends that.
    @Test func aCallWithinACall() throws {
        // lea this code, %rdx; jmp *(%rbx)
        let code: [UInt8] = [0x48, 0x8d, 0x15] + MachineCode.bytes(Int32(-7)) + MachineCode.jumpToParameter
        let contained = try ContainedSandbox([code])
        let entry = EntryCode.registers(
            calling: 0, 0, 0, stackTop: 0, on: contained.resources.shell.processor
        ).rip
        try contained.commit(Act("call", code, parameters: [entry], .stackOverflow))
    }
}
