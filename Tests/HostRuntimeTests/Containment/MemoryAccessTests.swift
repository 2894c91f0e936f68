import Testing

@testable import HostRuntime

/// Reads, writes and jumps to all that is not the guest's, at both ends of each region.
///
/// The error code says which it was: bit 0 for a page that is there, 1 for a write, 2 for ring 3, 4 for an instruction fetch
/// (Intel SDM volume 3A, section 4.7).
@Suite("Hostile acts: memory accesses")
struct MemoryAccessTests {
    private enum Access: UInt64, CaseIterable {
        case read = 0b00000
        case write = 0b00010
        case jump = 0b10000

        var code: [UInt8] {
            switch self {
            case .read: MachineCode.readAtParameter
            case .write: MachineCode.writeAtParameter
            case .jump: MachineCode.jumpToParameter
            }
        }

        func isAllowed(_ access: SandboxLayout.Access) -> Bool {
            switch access {
            case .supervisorCode, .supervisorReadOnly, .supervisorData: false
            case .guestCode: self != .write
            case .guestReadOnly: self == .read
            case .guestData: self != .jump
            }
        }

        func fault(at address: UInt64, isPresent: Bool) -> ActEnd {
            .pageFault(errorCode: rawValue | 0b100 | (isPresent ? 1 : 0), address: address)
        }

        /// In the upper half of the addresses a software-paged KVM has pages of its own, which are not ring 3's, or whose
        /// entries have reserved bits set.
        func softwarePagedFaults(at address: UInt64) -> [ActEnd] {
            [0, 0b1, 0b1001].map { .pageFault(errorCode: rawValue | 0b100 | $0, address: address) }
        }
    }

    private let contained: ContainedSandbox

    init() throws { contained = try ContainedSandbox(Access.allCases.map(\.code)) }

    @discardableResult
    private func commit(
        _ access: Access, _ name: String, at address: UInt64, _ end: ActEnd, softwarePaged: [ActEnd]? = nil
    ) throws -> FaultReport? {
        let name = "\(access) of \(name) at 0x\(String(address, radix: 16))"
        let error = try contained.commit(
            Act(name, access.code, parameters: [address], end, softwarePaged: softwarePaged))
        let verb = [Access.read: "reading", .write: "writing", .jump: "executing"][access] ?? ""
        if error?.fault?.address != nil { #expect(error?.message.contains(verb) == true) }
        return error?.fault
    }

    @Test func everyRegion() throws {
        for region in contained.layout.regions {
            for access in Access.allCases where !access.isAllowed(region.access) {
                for address in [region.range.start.rawValue, region.range.end.rawValue - 8] {
                    let fault = try commit(access, region.name, at: address, access.fault(at: address, isPresent: true))
                    #expect(fault?.region == region.name)
                }
            }
        }
    }

    /// Right in front of and behind each region, as far as no other one begins there.
    @Test func guardsAroundRegions() throws {
        for region in contained.layout.regions {
            for address in [region.range.start.rawValue - 8, region.range.end.rawValue]
            where contained.layout.region(at: address) == nil {
                for access in Access.allCases {
                    let fault = try commit(
                        access, "what is beside \(region.name)", at: address,
                        access.fault(at: address, isPresent: false))
                    #expect(fault?.region == "unmapped")
                }
            }
        }
    }

    /// No page table leads there, so a guest cannot reach what a machine has beside memory: not even the addresses at which
    /// processors have their interrupt controllers, or the host its kernel.
    @Test func addressesOfNoPage() throws {
        let addresses: [UInt64] = [
            0, 0x1000, 0xfff8, 0xa_0000, 0xf_fff0, 0x8000_0000, 0xfec0_0000, 0xfee0_0000, 0xfee0_0300, 0x1_0000_0000,
            0x7fff_ffff_f000, 0xffff_8000_0000_0000, 0xffff_8880_0000_0000, 0xffff_ffff_8100_0000,
            0xffff_ffff_ff5f_d000, 0xffff_ffff_ff60_0000, 0xffff_ffff_ffff_fff8,
        ]
        for address in addresses {
            for access in Access.allCases {
                try commit(
                    access, "nothing", at: address, access.fault(at: address, isPresent: false),
                    softwarePaged: access.softwarePagedFaults(at: address))
            }
        }
    }

    @Test func pageTablesHaveNoAddress() throws {
        let tables = contained.layout.pageTables
        for address in [tables.start.rawValue, tables.end.rawValue - 8] {
            for access in Access.allCases {
                try commit(access, "page tables", at: address, access.fault(at: address, isPresent: false))
            }
        }
    }

    @Test func nonCanonicalAddresses() throws {
        for address: UInt64 in [1 << 47, 1 << 63, 0xffff_7fff_ffff_fff8] {
            for access in Access.allCases { try commit(access, "no address", at: address, .generalProtection) }
        }
    }

    /// Code that would change itself: its next instruction, in one or more pieces.
    @Test func codeCannotChangeItself() throws {
        // lea behind this code, %rdi, and then a store there of each kind.
        func act(_ store: [UInt8]) -> [UInt8] { [0x48, 0x8d, 0x3d] + MachineCode.bytes(Int32(store.count)) + store }
        let stores: [(name: String, code: [UInt8])] = [
            ("mov", [0xc6, 0x07, 0xc3]), ("stosb", [0xaa]), ("rep stosb", [0xb1, 0x08, 0xf3, 0xaa]),
            ("movnti", [0x0f, 0xc3, 0x07]), ("lock cmpxchg", [0xf0, 0x0f, 0xb1, 0x07]), ("xchg", [0x87, 0x07]),
            ("movups", [0x0f, 0x11, 0x07]),
        ]
        let contained = try ContainedSandbox(stores.map { act($0.code) })
        for store in stores {
            let code = act(store.code)
            let end = try contained.guest.address(of: code) + UInt64(code.count)
            try contained.commit(Act(store.name, code, .pageFault(errorCode: 7, address: end)))
        }
    }

    @Test func aFaultReportsRegisters() throws {
        let code = MachineCode.rax(0x1234_5678_9abc) + [0x48, 0x89, 0x04, 0x25, 8, 0, 0, 0]
        let contained = try ContainedSandbox([code])
        let error = try contained.commit(Act("store of a known value", code, .pageFault(errorCode: 6, address: 8)))
        let fault = try #require(error?.fault)
        #expect(fault.name == "#PF")
        #expect(fault.registers.rax == 0x1234_5678_9abc)
        #expect(fault.registers.rbx == contained.heap)
        #expect(fault.registers.rip == fault.instructionPointer)
        #expect(try fault.instructionPointer == contained.guest.address(of: code) + 10)
    }
}
