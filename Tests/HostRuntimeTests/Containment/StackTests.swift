import Testing

@testable import HostRuntime

@Suite("Hostile acts: stacks")
struct StackTests {
    /// A stack pointer, and how a push ends there.
    private static func places(_ layout: SandboxLayout) -> [(name: String, top: UInt64, push: [ActEnd])] {
        func fault(_ top: UInt64, _ errorCode: UInt64) -> ActEnd { .pageFault(errorCode: errorCode, address: top &- 8) }
        let absent: [(String, UInt64)] = [
            ("the end of the address space", 0), ("the first page", 0x1000), ("a guard page", 0x1_4000),
            ("page tables", layout.pageTables.start.rawValue + 0x100),
            ("above the heap", layout.heap.end.rawValue + 0x100),
            ("the upper half", 0xffff_8880_0000_1000), ("the host kernel's text", 0xffff_ffff_8100_0000),
        ]
        let readOnly: [(String, UInt64)] = [
            ("text", RawGuest.codeAddress + 0x40), ("the environment", SupervisorLayout.environment.rawValue + 0x100),
            ("the entry code", SupervisorLayout.entry.rawValue + 0x100),
            ("the initial state", SupervisorLayout.initialState.rawValue + 0x100),
            ("supervisor code", SupervisorLayout.code.rawValue + 0x100),
            ("the descriptor tables", SupervisorLayout.descriptors.rawValue + 0x80),
            ("the interrupt table", SupervisorLayout.interruptTable.rawValue + 0x100),
            ("the supervisor's stack", SupervisorLayout.faultStackTop),
            ("the double fault's stack", SupervisorLayout.doubleFaultStackTop),
        ]
        return absent.map { ($0.0, $0.1, [fault($0.1, 6)]) } + readOnly.map { ($0.0, $0.1, [fault($0.1, 7)]) }
            + [
                // QEMU's emulation knows no #SS for these.
                ("no address", 1 << 63, [.stackFault, .generalProtection]),
                ("the least that is no address", (1 << 47) + 8, [.stackFault, .generalProtection]),
            ]
    }

    /// The stack pointer anywhere, followed by a push, a call, or an exception, which does not use ring 3's stack.
    @Test func stackPointersAnywhere() throws {
        let push = MachineCode.stackFromParameter + MachineCode.pushRAX
        let call = MachineCode.stackFromParameter + [0xe8, 0, 0, 0, 0]
        let trap = MachineCode.stackFromParameter + MachineCode.trap
        let breakpoint = MachineCode.stackFromParameter + [0xcc]
        let divide = MachineCode.stackFromParameter + [0x31, 0xc9, 0xf7, 0xf1]
        let contained = try ContainedSandbox([push, call, trap, breakpoint, divide])
        for (name, top, ends) in Self.places(contained.layout) {
            try contained.commit(Act("push, stack in \(name)", push, parameters: [top], ends))
            try contained.commit(Act("call, stack in \(name)", call, parameters: [top], ends))
            try contained.commit(Act("trap, stack in \(name)", trap, parameters: [top], .trap))
            try contained.commit(Act("breakpoint, stack in \(name)", breakpoint, parameters: [top], .breakpoint))
            try contained.commit(Act("division, stack in \(name)", divide, parameters: [top], .divideError))
        }
    }

    /// Memory that the stack may grow into is not the stack's alone: the stack pointer decides.
    @Test func aWildWriteUnderTheStackIsNoOverflow() throws {
        let write = MachineCode.writeAtParameter
        let contained = try ContainedSandbox([write])
        let start = contained.layout.stack.start.rawValue
        for address in [start - 8, start - UInt64(SandboxLayout.stackGuardSize)] {
            try contained.commit(
                Act("write under the stack", write, parameters: [address], .pageFault(errorCode: 6, address: address)))
        }
    }

    /// Small frames, large ones, calls within calls; and one so large that it is past the guard and in the guest's own text.
    @Test func overflows() throws {
        let recursion: [UInt8] = [0xe8, 0xfb, 0xff, 0xff, 0xff]
        let pushes: [UInt8] = [0x50, 0xeb, 0xfd]
        // sub (%rbx), %rsp; push %rax
        let frame: [UInt8] = [0x48, 0x2b, 0x23, 0x50]
        let contained = try ContainedSandbox([recursion, pushes, frame])
        let stack = contained.layout.stack
        try contained.commit(Act("recursion", recursion, .stackOverflow))
        try contained.commit(Act("pushes", pushes, .stackOverflow))
        let guardSize = UInt64(SandboxLayout.stackGuardSize)
        for size in [
            stack.byteCount, stack.byteCount + 4096, stack.byteCount + guardSize / 2,
            stack.byteCount + guardSize - 4096,
        ] {
            try contained.commit(Act("frame of \(size) bytes", frame, parameters: [size], .stackOverflow))
        }
        // The entry code's CALL has taken a word.
        let toText = stack.end.rawValue - 8 - (RawGuest.codeAddress + 0x40)
        try contained.commit(
            Act(
                "frame of \(toText) bytes", frame, parameters: [toText],
                .pageFault(errorCode: 7, address: RawGuest.codeAddress + 0x38)))
    }
}
