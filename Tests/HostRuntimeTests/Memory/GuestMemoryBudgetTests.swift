import Testing

@testable import HostRuntime

@Suite("The memory of all guests")
struct GuestMemoryBudgetTests {
    private static let range = GuestRange(start: 0x10000, count: 1 << 20)

    private func memory(_ budget: GuestMemoryBudget) throws -> UnsafeGuestMemory {
        try UnsafeGuestMemory(range: #require(Self.range), budget: budget)
    }

    @Test func memoryIsGivenBack() throws {
        let budget = GuestMemoryBudget(limit: .mebibytes(2))
        do {
            let first = try memory(budget)
            #expect(budget.admitted == .mebibytes(1))
            let second = try memory(budget)
            #expect(budget.admitted == .mebibytes(2))
            withExtendedLifetime((first, second)) {}
        }
        #expect(budget.admitted == .bytes(0))
    }

    @Test func whatDoesNotFitIsRefused() throws {
        let budget = GuestMemoryBudget(limit: .kibibytes(1024 + 4))
        let memory = try memory(budget)
        let error = SandboxError(hypervisor: try #require(throws: HypervisorError.self) { try self.memory(budget) })
        #expect(error.code == .guestMemoryLimitReached)
        #expect(error.ending == nil)
        #expect(
            error.message.hasPrefix(
                "a sandbox with 1 MiB of memory does not fit: this process allows its guests 1028 KiB, and 1 MiB are taken."
            ))
        #expect(budget.admitted == .mebibytes(1))
        budget.limit = .mebibytes(2)
        withExtendedLifetime((memory, try self.memory(budget))) {}
    }

    @Test func amountsThatOverflowAreRefused() throws {
        let budget = GuestMemoryBudget(limit: .bytes(.max))
        let share = try budget.share(UInt64(Int.max))
        #expect(throws: HypervisorError.self) { _ = try budget.share(.max) }
        #expect(budget.admitted == .bytes(.max))
        _ = consume share
    }

    @Test func aSandboxThatDoesNotFitIsRefused() throws {
        let size = try #require(try Sandbox.test().resources).layout.reservation.byteCount
        let budget = GuestMemoryBudget(limit: MemorySize(bytes: size + size / 2))
        func makeSandbox() throws -> Sandbox {
            try Sandbox(
                guest: .image(TestGuests.test.get()), configuration: .init(logger: .silent), hostFunctions: .forTests,
                budget: budget, makeMachine: KVMVirtualMachine.init)
        }
        let first = try makeSandbox()
        #expect(budget.admitted.bytes == size)
        let error = try expectError(.guestMemoryLimitReached) { try makeSandbox() }
        #expect(error.message.contains("this process allows its guests"))
        #expect(budget.admitted.bytes == size)
        try first.call("nothing")
        try first.close()
        #expect(budget.admitted == .bytes(0))
        try makeSandbox().call("nothing")
    }

    @Test func aSandboxHasAShare() throws {
        let size = try #require(try Sandbox.test().resources).layout.reservation.byteCount
        let sandbox = try Sandbox.test()
        // Other tests have sandboxes too.
        #expect(GuestMemory.admitted.bytes >= size)
        #expect(GuestMemory.limit == .gibibytes(1024))
        withExtendedLifetime(sandbox) {}
    }
}
