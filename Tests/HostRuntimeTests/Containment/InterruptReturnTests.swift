import Testing

@testable import HostRuntime

/// IRETQ from frames that no interrupt has made.
@Suite("Hostile acts: forged interrupt frames")
struct InterruptReturnTests {
    private func act(
        _ name: String, forging word: MachineCode.FrameWord?, _ value: UInt64, _ end: ActEnd,
        softwarePaged: [ActEnd]? = nil
    ) -> Act {
        var parameters = [UInt64](repeating: 0, count: 5)
        if let word { parameters[word.rawValue] = value }
        return Act(
            name, MachineCode.interruptReturn(forging: word), parameters: parameters, end, softwarePaged: softwarePaged)
    }

    private func commit(_ acts: [Act]) throws {
        let contained = try ContainedSandbox(acts)
        // QEMU's emulation reads the frame as ring 0 would, which SMAP refuses.
        let emulated = contained.hasSMAP ? [ActEnd.pageFault(errorCode: 1, address: contained.heap)] : []
        for act in acts { try contained.commit(act, or: emulated) }
    }

    /// A software-paged KVM carries out itself what the processor refuses. It reads the sandbox's own table then, in which the
    /// host's selectors, those that ring 3 has there, mean something else.
    private static let hostsCodeSelectorIsAbsent = ActEnd.exception(11, errorCode: 0x30)

    private static func softwarePagedEnds(of selector: UInt16) -> [ActEnd] {
        [
            .returns, .trap, .generalProtection(selector: selector), .generalProtection(selector: 0x2b),
            hostsCodeSelectorIsAbsent,
        ]
    }

    /// The test of the test: with nothing forged it works.
    @Test func anHonestFrame() throws {
        try commit([act("honest", forging: nil, 0, .returns)])
    }

    @Test func codeSelectors() throws {
        try commit(
            [UInt16(0), 3, 7, 8, 0x0b, 0x10, 0x13, 0x1b, 0x20, 0x21, 0x22, 0x28, 0x2b, 0x30, 0x3b, .max].map {
                act(
                    "code selector 0x\(String($0, radix: 16))", forging: .codeSelector, UInt64($0),
                    .generalProtection(selector: $0), softwarePaged: Self.softwarePagedEnds(of: $0))
            })
    }

    @Test func stackSelectors() throws {
        try commit(
            [UInt16(0), 3, 7, 8, 0x0b, 0x10, 0x13, 0x18, 0x19, 0x1a, 0x20, 0x23, 0x28, 0x2b, 0x30, 0x3b, .max].map {
                act(
                    "stack selector 0x\(String($0, radix: 16))", forging: .stackSelector, UInt64($0),
                    .generalProtection(selector: $0), softwarePaged: Self.softwarePagedEnds(of: $0))
            })
    }

    @Test func instructionPointers() throws {
        try commit([
            act("to nothing", forging: .instructionPointer, 0, .pageFault(errorCode: 0x14, address: 0)),
            act(
                "to the supervisor", forging: .instructionPointer, 0x1_0000,
                .pageFault(errorCode: 0x15, address: 0x1_0000)),
            act(
                "to no address", forging: .instructionPointer, 1 << 63, .generalProtection,
                softwarePaged: [.generalProtection, Self.hostsCodeSelectorIsAbsent]),
            act(
                "to the least that is no address", forging: .instructionPointer, 1 << 47, .generalProtection,
                softwarePaged: [.generalProtection, Self.hostsCodeSelectorIsAbsent]),
        ])
    }

    /// Ring 3 may have any stack pointer, as long as nobody uses it.
    @Test func stackPointers() throws {
        try commit(
            [UInt64(0), 1, 1 << 47, 1 << 63, 0x1_5000, .max].map {
                act("stack pointer 0x\(String($0, radix: 16))", forging: .stackPointer, $0, .returns)
            })
    }

    /// Those that are not ring 3's to set stay as they are.
    @Test func flags() throws {
        try commit([
            act("privilege of ports", forging: .flags, UInt64(Flags.privilege | 2), .returns),
            act("interrupts", forging: .flags, UInt64(Flags.interrupt | 2), .returns),
            act("nested task", forging: .flags, UInt64(Flags.nestedTask | 2), .returns),
            act("alignment check", forging: .flags, UInt64(Flags.alignmentCheck | 2), .returns),
            act("virtual 8086 mode", forging: .flags, UInt64(Flags.virtual8086 | 2), .returns),
            act("virtual interrupts", forging: .flags, UInt64(Flags.virtualInterrupt | 2), .returns),
            act("resume", forging: .flags, UInt64(Flags.resume | 2), .returns),
            act("none at all", forging: .flags, 0, .returns),
            act("trap", forging: .flags, UInt64(Flags.trap | 2), .debug),
            act("all", forging: .flags, .max, .debug),
        ])
    }

    /// In 64-bit mode there are no tasks to return to (Intel SDM volume 2A, IRET).
    @Test func aNestedTask() throws {
        try commit([
            Act(
                "nested task", MachineCode.setFlags(Flags.nestedTask) + MachineCode.interruptReturn(forging: nil),
                .generalProtection, softwarePaged: [.generalProtection, .returns])
        ])
    }
}
