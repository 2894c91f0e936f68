import GuestTesting
import Testing

/// What the host does to calls, and that the next one is answered all the same.
struct SandboxTests {
    private let sandbox: Sandbox
    private let clean: Snapshot

    init() throws {
        var host = HostFunctions()
        host.register("lookUp") { (key: String) throws -> String in
            guard key == "price of rye" else { throw Missing(key: key) }
            return "320"
        }
        sandbox = try Sandbox(guest: .image(GuestImage(built: "ServerGuest")), hostFunctions: host)
        clean = try sandbox.snapshot()
    }

    @Test func aDeadlineEndsWhatNeverReturns() throws {
        let error = #expect(throws: SandboxError.self) {
            let _: String = try sandbox.call("spin", "", deadline: .now + .milliseconds(50), thenRestoringTo: clean)
        }
        #expect(error?.code == .deadlineExceeded)
        #expect(try quote("rye 2") == "2 rye at 3.20 €: 6.40 €\ntotal: 6.40 €\n")
    }

    @Test func aSumThatOverflowsEndsTheCall() throws {
        let error = #expect(throws: SandboxError.self) { try quote("rye \(Int64.max)") }
        #expect(error?.code == .aborted)
        #expect(try quote("rye 1") == "1 rye at 3.20 €: 3.20 €\ntotal: 3.20 €\n")
    }

    @Test func theHostsOwnErrorComesBack() throws {
        let error = #expect(throws: SandboxError.self) { try quote("unicorn 1") }
        #expect(error?.code == .hostFunctionFailed)
        #expect(error?.cause as? Missing == Missing(key: "price of unicorn"))
    }

    private struct Missing: Error, Equatable {
        let key: String
    }

    private func quote(_ order: String) throws -> String {
        try sandbox.call("quote", order, thenRestoringTo: clean)
    }
}
