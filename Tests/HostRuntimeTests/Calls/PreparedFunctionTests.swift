import HostRuntime
import Testing

@Suite("Prepared functions")
struct PreparedFunctionTests {
    @Test func theyCanBeCalledAgainAndAgain() throws {
        let sandbox = try Sandbox.test()
        let add = try sandbox.function("add", taking: Int32.self, Int32.self, returning: Int32.self)
        for value: Int32 in 0..<100 { #expect(try add(value, 1) == value + 1) }
        let nothing = try sandbox.function("nothing")
        try nothing()
        #expect(add.signature.description == "add(Int32, Int32) -> Int32")
    }

    @Test func theyAreCheckedWhenTheyAreMade() throws {
        let sandbox = try Sandbox.test()
        try expectError(.functionNotFound) { try sandbox.function("absent", returning: Int32.self) }
        try expectError(.signatureMismatch) {
            try sandbox.function("add", taking: Int32.self, String.self, returning: Int32.self)
        }
        try expectError(.signatureMismatch) { try sandbox.function("add", taking: Int32.self, Int32.self) }
    }

    @Test func theyKnowThatTheirSandboxWasClosed() throws {
        let sandbox = try Sandbox.test()
        let nothing = try sandbox.function("nothing")
        try sandbox.close()
        try expectError(.closed) { try nothing() }
    }
}
