import HostRuntime

/// Calls from asynchronous code: what the ways to a thread for guests and back add to the same call made synchronously, and
/// how long a cancelled task has to wait for its guest's end.
func measureTasks(_ subject: Subject) async throws -> [Row] {
    var functions = subject.hostFunctions
    functions.register("hostAdd") { (left: Int32, right: Int32) async -> Int32 in left &+ right }
    let sandbox = try subject.makeSandbox()
    let waiting = try Sandbox(
        guest: .image(subject.image), configuration: Subject.configuration(), hostFunctions: functions)
    var (calls, calling, waits): ([Double], [Double], [Double]) = ([], [], [])
    for round in 0..<2000 {
        func callHere() throws { calls.append(try nanoseconds { _ = try sandbox.call("callHost", Int32(0)) as Int32 }) }
        if round.isMultiple(of: 2) { try callHere() }
        calling.append(try await nanoseconds { _ = try await sandbox.call("callHost", Int32(0)) as Int32 })
        waits.append(try await nanoseconds { _ = try await waiting.call("callHost", Int32(1)) as Int32 })
        if !round.isMultiple(of: 2) { try callHere() }
    }
    let floorName = "the same without host functions, synchronous"
    return [
        Row(name: "call in a task", ours: Distribution(calling), floor: Distribution(calls), floorName: floorName),
        Row(
            name: "call in a task with 1 asynchronous host function", ours: Distribution(waits),
            floor: Distribution(calls), floorName: floorName),
        try await cancellationRow(subject),
    ]
}

private func cancellationRow(_ subject: Subject) async throws -> Row {
    let clean = try subject.makeSandbox().snapshot()
    var samples: [Double] = []
    for _ in 0..<500 {
        let task = Task {
            let sandbox = try subject.makeSandbox(from: clean)
            try? await sandbox.call("spin")
            return monotonicTime()
        }
        // By then the guest spins, unless the machine is busy.
        try await Task.sleep(for: .milliseconds(3))
        let start = monotonicTime()
        task.cancel()
        samples.append(Double(try await task.value - start))
    }
    return Row(name: "cancellation of a task, until the call has thrown", ours: Distribution(samples))
}

/// The time that asynchronous work takes.
private nonisolated(nonsending) func nanoseconds(
    _ work: nonisolated(nonsending) () async throws -> Void
) async rethrows -> Double {
    let start = monotonicTime()
    try await work()
    return Double(monotonicTime() - start)
}
