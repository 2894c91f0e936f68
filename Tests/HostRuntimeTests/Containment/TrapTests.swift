import HostRuntime
import Testing

@Suite("Traps of Swift code")
struct TrapTests {
    /// Each trap needs a sandbox of its own, since it ends it.
    private func trap(
        _ code: SandboxError.Code = .aborted, _ call: (Sandbox) throws -> Void
    ) throws -> SandboxError {
        let sandbox = try Sandbox.test()
        let error = try expectError(code) { try call(sandbox) }
        #expect(sandbox.poisonedBy?.code == code)
        try expectError(.poisoned) { try sandbox.call("nothing") }
        return error
    }

    @Test func fatalErrorBringsItsMessageAndPlace() throws {
        let error = try trap { try $0.call("trapFatalError", "disk full") }
        #expect(error.guestError?.message.contains("fatal: disk full") == true)
        #expect(error.message.contains("TestGuest/Traps.swift:3"))
    }

    @Test func preconditionBringsItsMessage() throws {
        let error = try trap { try $0.call("trapPrecondition", Int32(0)) }
        #expect(error.message.contains("value must be positive"))
        try Sandbox.test().call("trapPrecondition", Int32(1))
    }

    @Test(arguments: [
        (Int32(0), "Precondition failed"), (1, "Precondition failed: one"), (2, "Fatal error"),
        (3, "Precondition failed"), (4, "Precondition failed: four"),
    ])
    func trapsWithAndWithoutMessage(_ way: Int32, _ text: String) throws {
        let error = try trap { try $0.call("trapWithout", way) }
        #expect(error.guestError?.message.hasSuffix(": " + text) == true, "\(error)")
        #expect(error.message.contains("TestGuest/Traps.swift:"))
    }

    @Test func indexOutOfRange() throws {
        let error = try trap { _ = try $0.call("trapIndex", Int32(3)) as Int32 }
        #expect(error.message.contains("Index out of range"))
        #expect(error.fault?.vector == 6)
        #expect(try Sandbox.test().call("trapIndex", Int32(2)) == Int32(30))
    }

    @Test func arithmeticOverflow() throws {
        let error = try trap { _ = try $0.call("trapOverflow", Int32.max, Int32(1)) as Int32 }
        #expect(error.message.contains("arithmetic overflow"))
        #expect(error.message.contains("trapOverflow"))
    }

    @Test func divisionByZero() throws {
        let error = try trap { _ = try $0.call("trapDivision", Int32(1), Int32(0)) as Int32 }
        #expect(error.message.contains("ivision by zero"))
    }

    @Test func unwrappingNil() throws {
        let error = try trap { _ = try $0.call("trapUnwrap", Int32(0)) as Int32 }
        #expect(error.message.contains("Unexpectedly found nil"))
    }

    @Test func anExhaustedHeapSaysWhatWasAskedFor() throws {
        let error = try trap(.outOfMemory) { try $0.call("exhaustHeap") }
        #expect(error.message.contains("out of memory"))
        #expect(error.message.contains("heapSize"))
    }

    @Test func anAllocationLargerThanTheHeap() throws {
        let error = try trap(.outOfMemory) { _ = try $0.call("allocateAndFree", UInt32(64 << 20), UInt32(1)) as UInt64 }
        #expect(error.message.contains("out of memory"))
    }

    @Test func endlessRecursionIsAStackOverflow() throws {
        let sandbox = try Sandbox.test()
        #expect(try sandbox.call("recurseTo", Int64(100)) as Int64 != 0)
        let error = try expectError(.stackOverflow) { try sandbox.call("recurseTo", Int64.max) as Int64 }
        #expect(error.message.contains("stackSize"))
        #expect(error.fault?.vector == 14)
        #expect(sandbox.poisonedBy?.code == .stackOverflow)
    }

    @Test func aLargerStackHoldsDeeperRecursion() throws {
        let sandbox = try Sandbox.test(configuration: .init(stackSize: .mebibytes(16), logger: .silent))
        #expect(try sandbox.call("recurseTo", Int64(10_000)) as Int64 != 0)
    }
}
