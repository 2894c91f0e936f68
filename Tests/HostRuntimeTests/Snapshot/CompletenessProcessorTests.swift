import Testing

@testable import HostRuntime

/// A call begins with the same processor whatever an earlier tenant left in it, and however it left.
@Suite("Completeness of restores: the processor")
struct CompletenessProcessorTests {
    private let reachable: ReachableState

    private static let protectionKeys: UInt64 = 9
    private static let tileConfiguration: UInt64 = 17
    private static let deviceNotAvailable: UInt8 = 7

    init() throws { reachable = try ReachableState.current.get() }

    private func contains(_ bytes: [UInt8], _ word: UInt64) -> Bool {
        bytes.withUnsafeBytes { bytes in
            stride(from: 0, through: bytes.count - 8, by: 8).contains {
                bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self) == word
            }
        }
    }

    /// CF, PF, AF, ZF, SF, DF, OF, NT, AC and ID.
    private static let keptFlags: UInt64 = 0x24_4cd5

    /// What the other tests plant is really there.
    @Test func secretsCanBePlanted() throws {
        let secret = try SecretSandbox()
        let fresh = try secret.stateAtEntry()
        var planted = try secret.statePlanted(reachable.plainComponents)
        // An interrupt at the wrong moment may cost ring 3 of a software-paged KVM its null selectors and NT.
        for _ in 0..<20 where planted.selectors[1] == 0 || planted.flags & Self.keptFlags != Self.keptFlags {
            planted = try secret.statePlanted(reachable.plainComponents)
        }
        for (name, value) in zip(ProcessorState.generalNames, planted.general) where name != "RSP" {
            #expect(value == SecretSandbox.word, "\(name)")
        }
        #expect(planted.flags & Self.keptFlags == Self.keptFlags)
        #expect(planted.selectors[1..<4] == [2, 1, 3])
        // There, ring 3 does not keep the data segment either; nor can it be found in DS by a later tenant.
        #expect([0x1b, 0].contains(planted.selectors[0]))
        if reachable.hasSegmentBases { #expect(planted.bases == [SecretSandbox.word, SecretSandbox.word]) }
        for word in planted.general[..<7] { #expect(!fresh.general.contains(word)) }
        #expect(!contains(fresh.extended, SecretSandbox.word))
    }

    /// Every component that ring 3 reaches, one at a time.
    @Test func extendedState() throws {
        let secret = try SecretSandbox()
        let fresh = try secret.stateAtEntry()
        for component in reachable.components {
            let planted: ProcessorState
            do {
                planted = try secret.statePlanted(1 << component)
            } catch let error as SandboxError where error.fault?.vector == Self.deviceNotAvailable {
                #expect(ReachableState.permittedComponents & 1 << component != 0, "component \(component)")
                continue
            }
            #expect(planted.extended != fresh.extended, "component \(component)")
            if component != Self.protectionKeys, component != Self.tileConfiguration {
                #expect(contains(planted.extended, SecretSandbox.word), "component \(component)")
            }
            for way in [WayOut.returning, .plain(name: "trap", exit: 2, code: .aborted)] {
                try way.leave(secret, 1 << component)
                try secret.restore()
                let after = try secret.stateAtEntry()
                #expect(after.differences(from: fresh) == [], "component \(component)")
            }
        }
    }

    @Test(arguments: WayOut.all)
    func everyWayOut(_ way: WayOut) throws {
        let secret = try SecretSandbox()
        let fresh = try secret.stateAtEntry()
        // The second time, the vCPU begins where the first time ended.
        for _ in 0..<2 {
            try way.leave(secret, reachable.plainComponents)
            try secret.restore()
            let after = try secret.stateAtEntry()
            #expect(after.differences(from: fresh) == [])
        }
    }

    /// The processor still knows the address of an earlier page fault (CR2), though ring 3 cannot read it.
    @Test func faultAddresses() throws {
        let secret = try SecretSandbox()
        let first = try expectError(.fault) {
            try secret.sandbox.call(
                "plantAndLeave", SecretSandbox.word, UInt64(0), UInt32(3), UInt32(0), UInt64(0), UInt64(0))
        }
        #expect(first.fault?.address == SecretSandbox.word)
        try secret.restore()
        let second = try expectError(.fault) {
            try secret.sandbox.call(
                "plantAndLeave", UInt64(0), UInt64(0), UInt32(5), UInt32(0), UInt64(0), UInt64(0))
        }
        #expect(second.fault?.address == nil)
    }
}
