import Testing

@testable import HostRuntime

/// Every selector of the sandbox's table, those of a local table, of which there is none, and some beyond.
///
/// A software-paged KVM has ring 3 load from the host's own table, as the host's processes do. What that lets through is ring 3's,
/// and cannot change what pages ring 3 has.
@Suite("Hostile acts: segment selectors")
struct SelectorTests {
    private static let selectors: [UInt16] =
        Array(0...0x3b) + [
            0x3c, 0x40, 0x43, 0x50, 0x53, 0x63, 0x6b, 0x73, 0x7b, 0x7f, 0x83, 0xff, 0x7fff, 0xfff8, .max,
        ]

    /// What loading a data segment register comes to (Intel SDM volume 2B, MOV).
    private static func loading(_ selector: UInt16, isStack: Bool) -> ActEnd {
        let refused = ActEnd.generalProtection(selector: selector)
        if selector <= 3 { return isStack ? refused : .returns }
        guard selector & 4 == 0 else { return refused }
        switch SegmentSelector(rawValue: selector).index {
        case SegmentSelector.userData.index: return !isStack || selector & 3 == 3 ? .returns : refused
        case SegmentSelector.userCode.index: return isStack ? refused : .returns
        default: return refused
        }
    }

    @Test(arguments: [(0, "es"), (2, "ss"), (3, "ds"), (4, "fs"), (5, "gs")] as [(UInt8, String)])
    func dataSegments(_ register: UInt8, _ name: String) throws {
        try commit(
            Self.selectors.map { selector in
                Act(
                    "mov 0x\(String(selector, radix: 16)), \(name)",
                    // mov (%rbx), the register
                    [0x8e, 0x03 | register << 3], parameters: [UInt64(selector)],
                    Self.loading(selector, isStack: register == 2),
                    softwarePaged: [.returns, .generalProtection(selector: selector), .stackFault])
            })
    }

    /// Only ring 3's own code segment is there to go to. There are no call gates, and none in a local table.
    @Test(arguments: [false, true])
    func farJumpsAndCalls(_ isCall: Bool) throws {
        try commit(
            Self.selectors.map { selector in
                let isCode = SegmentSelector(rawValue: selector & ~3).rawValue == SegmentSelector.userCode.rawValue & ~3
                return Act(
                    "\(isCall ? "call" : "jump") to 0x\(String(selector, radix: 16))",
                    MachineCode.farJump(isCall: isCall),
                    parameters: [UInt64(selector) << 32], isCode ? .returns : .generalProtection(selector: selector),
                    softwarePaged: [.returns, .invalidOpcode, .generalProtection(selector: selector)])
            })
    }

    /// A return may not lead to a ring of more privilege.
    @Test func farReturns() throws {
        try commit(
            Self.selectors.map { selector in
                Act(
                    "far return to 0x\(String(selector, radix: 16))", MachineCode.farReturn,
                    parameters: [UInt64(selector)],
                    selector == SegmentSelector.userCode.rawValue ? .returns : .generalProtection(selector: selector),
                    softwarePaged: [.returns, .generalProtection(selector: selector)])
            })
    }

    private func commit(_ acts: [Act]) throws {
        let contained = try ContainedSandbox(acts)
        // QEMU's emulation accesses the stack of far calls and returns as ring 0 would, which SMAP refuses.
        let top = contained.layout.stack.end.rawValue
        let emulated: [ActEnd] =
            contained.hasSMAP
            ? [.pageFault(errorCode: 3, address: top - 12), .pageFault(errorCode: 1, address: top - 40)] : []
        for act in acts { try contained.commit(act, or: emulated) }
    }
}
