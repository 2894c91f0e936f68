import HostRuntime
import Testing

/// The code of the documentation comments about asynchronous code.
@Suite("The samples of asynchronous code")
struct AsyncSamples {
    // sample: host-context-key
    enum TenantKey: HostContextKey {
        typealias Value = String
    }
    // end sample

    private struct Database: Sendable {
        func value(for key: String, tenant: String? = nil, before deadline: Deadline? = nil) async throws -> String {
            await Task.yield()
            return "\(tenant ?? "nobody")'s \(key)"
        }
    }

    @Test func calling() async throws {
        let sandbox = try Sandbox.test()
        // sample: call
        let reply: String = try await sandbox.call("echoString", "World", deadline: .now + .seconds(60))
        // end sample
        #expect(reply == "World")
    }

    @Test func making() async throws {
        let image = try TestGuests.test.get()
        let hostFunctions = HostFunctions.forTests
        // sample: run
        let sandbox = try await GuestExecutor.shared.run {
            try Sandbox(guest: .image(image), hostFunctions: hostFunctions)
        }
        // end sample
        #expect(try await sandbox.call("add", Int32(1), Int32(2)) == Int32(3))
    }

    @Test func hostFunctions() async throws {
        let database = Database()
        var functions = HostFunctions()
        // sample: async-host-function
        functions.register("lookUp") { (key: String) async throws -> String in
            try await database.value(for: key)
        }
        // end sample
        #expect(functions.signatures.map(\.description) == ["lookUp(String) -> String"])
        // sample: host-context
        functions.register("lookUp") { (context: HostCallContext, key: String) async throws -> String in
            try await database.value(for: key, tenant: context[TenantKey.self], before: context.deadline)
        }
        // end sample
        #expect(functions.signatures.map(\.description) == ["lookUp(String) -> String"])
    }

    @Test func values() async throws {
        let database = Database()
        var functions = HostFunctions.forTests
        functions.register("hostEcho") { (context: HostCallContext, key: String) async throws -> String in
            try await database.value(for: key, tenant: context[TenantKey.self], before: context.deadline)
        }
        let sandbox = try Sandbox.test(hostFunctions: functions)
        // sample: host-context-values
        sandbox.hostContext[TenantKey.self] = "Ada"
        // end sample
        #expect(try await sandbox.call("echoThroughHost", "key") == "Ada's key")
    }
}
