import Testing

@testable import HostRuntime

@Suite("Hostile acts: software interrupts")
struct InterruptTests {
    /// Only the breakpoint's gate is open to ring 3; the others, and all beyond the table, are a #GP whose error code names the
    /// gate (Intel SDM volume 3A, sections 6.12.1.2 and 6.13). Under a software-paged KVM it is the host's gates that the
    /// processor looks at: that of the overflow is open to its processes too, one vector is for that KVM's own use, and the
    /// others come out as #UD.
    @Test func everyVector() throws {
        let acts = (UInt8(0)...255).map { vector -> Act in
            let end =
                vector == 3 ? ActEnd.breakpoint : .exception(13, errorCode: UInt64(vector) << 3 | 2)
            let hostsEnds: [ActEnd] =
                switch vector {
                case 3: [end]
                case 4: [.exception(4), .invalidOpcode]
                default: [.invalidOpcode, .generalProtection, .returns]
                }
            // QEMU's emulation takes the gate's place in the table for its number, which is half of that.
            let emulated = vector == 3 ? end : ActEnd.exception(13, errorCode: UInt64(vector) << 4 | 2)
            return Act("int \(vector)", [0xcd, vector], end, emulated, softwarePaged: hostsEnds)
        }
        let contained = try ContainedSandbox(acts)
        for act in acts { try contained.commit(act) }
    }

    /// INT3 and INT1 have opcodes of their own. INT1 asks no gate for its privilege (Intel SDM volume 2A, INT n); not
    /// every emulation has it.
    @Test func theShortForms() throws {
        let acts = [
            Act("int3", [0xcc], .breakpoint), Act("int1", [0xf1], .debug, .invalidOpcode),
            Act("int3, with a prefix", [0x66, 0xcc], .breakpoint),
        ]
        let contained = try ContainedSandbox(acts)
        for act in acts { try contained.commit(act) }
    }
}
