import GuestSDK
import GuestTesting
import Synchronization
import Testing

struct WithHostFunctionsTests {
    private struct Missing: Error, CustomStringConvertible {
        let key: String
        var description: String { "\(key) is missing" }
    }

    @Test func hostFunctionsAnswer() throws {
        // sample: host-functions
        var host = HostFunctions()
        host.register("double") { (number: Int64) -> Int64 in number * 2 }
        let result = withHostFunctions(host) { quadruple(5) }
        // end sample
        #expect(result == 20)
    }

    @Test func functionsThatReturnNothingAreCalled() throws {
        let notes = Mutex<[String]>([])
        var host = HostFunctions()
        host.register("note") { (text: String) in notes.withLock { $0.append(text) } }
        try withHostFunctions(host) { try noteTwice("milk") }
        #expect(notes.withLock { $0 } == ["milk", "milk"])
        #expect(throws: GuestError.self) { try withHostFunctions(host) { try noteTwice("") } }
    }

    @Test func argumentsArriveAsTheyWere() throws {
        var host = HostFunctions()
        host.register("find") { (key: String, places: [UInt8]) -> String in "\(key) at \(places)" }
        let found = try withHostFunctions(host) { try lookUp("schlüssel", in: [1, 2, 255]) }
        #expect(found == "schlüssel at [1, 2, 255]")
    }

    @Test func aFailureReachesTheGuest() {
        var host = HostFunctions()
        host.register("find") { (key: String, _: [UInt8]) throws -> String in throw Missing(key: key) }
        let error = #expect(throws: HostFunctionError.self) {
            try withHostFunctions(host) { try lookUp("x", in: []) }
        }
        #expect(error?.message == "the host function find threw: x is missing")
    }

    @Test func aFunctionThatIsNotThereIsAnError() {
        let error = #expect(throws: HostFunctionError.self) {
            try withHostFunctions(HostFunctions()) { try lookUp("x", in: []) }
        }
        #expect(error?.message == "the host has no function of the name that was called")
    }

    @Test func otherTypesAreAnError() {
        var host = HostFunctions()
        host.register("find") { (key: String, _: String) -> String in key }
        let error = #expect(throws: HostFunctionError.self) {
            try withHostFunctions(host) { try lookUp("x", in: []) }
        }
        #expect(error?.message.contains("the call passes [UInt8] for String") == true)
    }

    @Test func aHostOutsideIsMissed() {
        let error = #expect(throws: HostFunctionError.self) { try lookUp("x", in: []) }
        #expect(error?.message.contains("withHostFunctions") == true)
    }

    @Test func theInnerHostAnswers() {
        func host(times factor: Int64) -> HostFunctions {
            var host = HostFunctions()
            host.register("double") { (number: Int64) -> Int64 in number * factor }
            return host
        }
        withHostFunctions(host(times: 2)) {
            #expect(quadruple(1) == 4)
            withHostFunctions(host(times: 10)) { #expect(quadruple(1) == 100) }
            #expect(quadruple(1) == 4)
        }
    }

    /// The buffers are the thread's, the host functions the task's: calls at the same time do not meet.
    @Test func tasksDoNotMeet() async {
        await withTaskGroup(of: Bool.self) { group in
            for factor in 1...16 as ClosedRange<Int64> {
                group.addTask {
                    var host = HostFunctions()
                    host.register("double") { (number: Int64) -> Int64 in number * factor }
                    return withHostFunctions(host) { (0..<200).allSatisfy { _ in quadruple(3) == 3 * factor * factor } }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    @Test func aHostFunctionMayCallTheGuest() {
        var host = HostFunctions()
        host.register("double") { (number: Int64) -> Int64 in
            number > 100 ? number : quadruple(number + 100)
        }
        #expect(withHostFunctions(host) { quadruple(1) } == 101)
    }
}

/// An array's span cannot leave the closures that `#expect` makes of its argument.
private func lookUp(_ key: String, in places: [UInt8]) throws(HostFunctionError) -> String {
    try lookUp(key, places.span.bytes)
}
