import CAllocations
import HostRuntime

/// Heap allocations of the host in one warm call.
func measureAllocations(_ subject: Subject) throws -> [Row] {
    guard allocations({ _ = ContiguousArray(repeating: 0, count: Int.random(in: 100...200)) }) > 0 else {
        throw UncountedAllocations()
    }
    let sandbox = try subject.makeSandbox()
    let nothing = try sandbox.function("nothing")
    let echoInt64 = try sandbox.function("echoInt64", taking: Int64.self, returning: Int64.self)
    let echoString = try sandbox.function("echoString", taking: String.self, returning: String.self)
    let callHost = try sandbox.function("callHost", taking: Int32.self, returning: Int32.self)
    let take = try sandbox.function("takeBytes", taking: [UInt8].self, returning: UInt64.self)
    let give = try sandbox.function("giveBytes", returning: [UInt8].self)
    let bytes = [UInt8](repeating: 7, count: 1024)
    try sandbox.call("storeBytes", UInt64(bytes.count))
    let snapshot = try sandbox.snapshot()

    func row(_ name: String, _ call: () throws -> Void) throws -> Row {
        try call()
        let counts = try (0..<1000).map { _ in Double(try allocations(call)) }
        return Row(name: "allocations: \(name)", unit: .allocations, ours: Distribution(counts))
    }

    return [
        try row("no argument") { try nothing() },
        try row("Int64") { _ = try echoInt64(Samples.number) },
        try row("Int64, by name") { let _: Int64 = try sandbox.call("echoInt64", Samples.number) },
        try row("1 host function") { _ = try callHost(1) },
        try row("16-byte string") { _ = try echoString(Samples.text) },
        try row("1 KiB in") { _ = try take(bytes) },
        try row("1 KiB out") { _ = try give() },
        try row("call and restore") { try nothing(thenRestoringTo: snapshot) },
    ]
}

private func allocations(_ body: () throws -> Void) rethrows -> UInt64 {
    let before = allocations_of_thread()
    try body()
    return allocations_of_thread() - before
}

/// Rows of zeroes would look like success.
private struct UncountedAllocations: Error, CustomStringConvertible {
    let description =
        "the allocation counter does not count: it was linked in a way that leaves malloc to the C library"
}
