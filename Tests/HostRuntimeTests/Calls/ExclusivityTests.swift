import HostRuntime
import Synchronization
import Testing

/// Hands a sandbox to code that the compiler would keep it from.
final class Smuggled: @unchecked Sendable {
    var sandbox: Sandbox?
}

@Suite("One call at a time")
struct ExclusivityTests {
    @Test func callingBackIntoTheCallingSandboxIsAClearError() throws {
        let smuggled = Smuggled()
        var functions = HostFunctions.forTests
        functions.register("hostEcho") { (text: String) throws -> String in
            guard let sandbox = smuggled.sandbox else { return text }
            return try sandbox.call("echoString", text)
        }
        let sandbox = try Sandbox.test(hostFunctions: functions)
        smuggled.sandbox = sandbox
        defer { smuggled.sandbox = nil }
        let error = try expectError(.hostFunctionFailed) { try sandbox.call("echoThroughHost", "x") as String }
        let cause = try #require(error.cause as? SandboxError)
        #expect(cause.code == .busy)
        #expect(cause.message.contains("called back"))
        #expect(try sandbox.call("echoString", "still fine") == "still fine")
    }

    @Test func closingTheCallingSandboxIsAClearError() throws {
        let smuggled = Smuggled()
        var functions = HostFunctions.forTests
        functions.register("hostNothing") { try smuggled.sandbox?.close() }
        functions.register("hostEcho") { (text: String) throws -> String in
            try smuggled.sandbox?.close()
            return text
        }
        let sandbox = try Sandbox.test(hostFunctions: functions)
        smuggled.sandbox = sandbox
        defer { smuggled.sandbox = nil }
        let error = try expectError(.hostFunctionFailed) { try sandbox.call("echoThroughHost", "x") as String }
        #expect((error.cause as? SandboxError)?.code == .busy)
        #expect(try sandbox.call("echoInt32", Int32(1)) == Int32(1))
    }

    @Test func asecondThreadIsRefused() throws {
        let smuggled = Smuggled()
        var functions = HostFunctions.forTests
        let refusal = Mutex<SandboxError?>(nil)
        functions.register("hostEcho") { (text: String) -> String in
            let thread = OtherThread {
                do {
                    let _: Int32 = try smuggled.sandbox?.call("echoInt32", Int32(1)) ?? 0
                } catch let error as SandboxError {
                    refusal.withLock { $0 = error }
                } catch {}
            }
            thread.join()
            return text
        }
        let sandbox = try Sandbox.test(hostFunctions: functions)
        smuggled.sandbox = sandbox
        defer { smuggled.sandbox = nil }
        #expect(try sandbox.call("echoThroughHost", "x") == "x")
        let error = try #require(refusal.withLock { $0 })
        #expect(error.code == .busy)
        #expect(error.message.contains("another thread"))
    }

    @Test func anotherSandboxMayBeCalledFromAHostFunction() throws {
        let inner = Smuggled()
        inner.sandbox = try Sandbox.test()
        var functions = HostFunctions.forTests
        functions.register("hostEcho") { (text: String) throws -> String in
            try inner.sandbox?.call("echoString", text + "!") ?? ""
        }
        let sandbox = try Sandbox.test(hostFunctions: functions)
        #expect(try sandbox.call("echoThroughHost", "nested") == "nested!")
    }

    @Test func sandboxesOfManyThreadsDoNotDisturbEachOther() throws {
        let image = try TestGuests.test.get()
        let failures = Mutex<[String]>([])
        let threads = (0..<8).map { number in
            OtherThread {
                do {
                    let sandbox = try Sandbox(
                        guest: .image(image), configuration: .init(logger: .silent), hostFunctions: .forTests)
                    for turn in 1...50 {
                        let count: Int32 = try sandbox.call("increment")
                        let text: String = try sandbox.call("echoThroughHost", "\(number)-\(turn)")
                        if count != Int32(turn) || text != "\(number)-\(turn)" {
                            failures.withLock { $0.append("thread \(number), turn \(turn): \(count), \(text)") }
                        }
                    }
                } catch {
                    failures.withLock { $0.append("thread \(number): \(error)") }
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(failures.withLock { $0 } == [])
    }
}
