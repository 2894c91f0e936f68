import HostRuntime
import Testing

/// The code of the documentation comments, which name `TestGuest`'s functions.
@Suite("The samples of the documentation comments")
struct SandboxSamples {
    @Test func calling() throws {
        let sandbox = try Sandbox.test()
        // sample: call
        let reply: String = try sandbox.call("echoString", "World")
        // end sample
        #expect(reply == "World")
    }

    @Test func deadlines() throws {
        let sandbox = try Sandbox.test()
        // sample: deadline
        let reply: String = try sandbox.call("echoString", "World", deadline: .now + .seconds(10))
        // end sample
        #expect(reply == "World")
    }

    @Test func usage() throws {
        let sandbox = try Sandbox.test()
        // sample: usage
        sandbox.measuresUsage = true
        let reply: String = try sandbox.call("echoString", "World")
        if let usage = sandbox.lastCallUsage { print("the guest ran for \(usage.guestProcessorTime)") }
        // end sample
        #expect(reply == "World")
        #expect(sandbox.lastCallUsage != nil)
    }

    @Test func callingOften() throws {
        let sandbox = try Sandbox.test()
        let chunks: [[UInt8]] = [[1, 2], [], [3, 255]]
        var total: UInt64 = 0
        // sample: function
        let sum = try sandbox.function("bytesSum", taking: [UInt8].self, returning: UInt64.self)
        for chunk in chunks { total += try sum(chunk) }
        // end sample
        #expect(total == 261)
    }

    @Test func restoring() throws {
        let sandbox = try Sandbox.test()
        let requests = ["one", "two"]
        var replies: [String] = []
        // sample: restoring
        let clean = try sandbox.snapshot()
        for request in requests {
            let reply: String = try sandbox.call("echoString", request, thenRestoringTo: clean)
            replies.append(reply)
        }
        // end sample
        #expect(replies == requests)
        #expect(sandbox.statistics.restores == 2)
    }

    @Test func callingWithTypesOfTheMoment() throws {
        let sandbox = try Sandbox.test()
        // sample: call-any
        let reply = try sandbox.call("add", arguments: [.int32(2), .int32(3)])
        // end sample
        #expect(reply == .int32(5))
    }

    private struct NotImplemented: Error {
        let name: String
    }

    @Test func registeringWithTypesOfTheMoment() throws {
        let image = try TestGuests.test.get()
        var functions = HostFunctions()
        // sample: register-any
        for signature in image.hostFunctions {
            functions.register(signature) { arguments in throw NotImplemented(name: signature.name) }
        }
        // end sample
        let sandbox = try Sandbox.test(hostFunctions: functions)
        let error = try expectError(.hostFunctionFailed) { try sandbox.call("echoThroughHost", "x") as String }
        #expect((error.cause as? NotImplemented)?.name == "hostEcho")
    }

    @Test func shells() throws {
        let snapshot = try Sandbox.test().snapshot()
        let hostFunctions = HostFunctions.forTests
        // sample: shells
        let shells = ShellCache(capacity: 16)
        let sandbox = try Sandbox(from: snapshot, hostFunctions: hostFunctions, shells: shells)
        try sandbox.close()  // Its shell waits for the next sandbox, of this guest or another one.
        // end sample
        #expect(shells.count == 1)
    }
}
