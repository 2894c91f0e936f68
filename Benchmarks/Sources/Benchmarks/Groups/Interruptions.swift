import HostRuntime

/// Ending a call whose guest never returns: from the request, or the deadline, to the call's error.
func measureInterruptions(_ subject: Subject) throws -> [Row] {
    let sandbox = try subject.makeSandbox()
    let clean = try sandbox.snapshot()
    let floor = try FloorMachine()
    let other = Member()
    defer { other.dismiss() }

    let (handle, interruptFloor) = (sandbox.interruptHandle, floor.interrupter)
    // The signal's handler is there, since there is a sandbox.
    let signal = InterruptSignal.number
    let samples = try interleave(
        samples: 500, turn: 1,
        [
            {
                try latency(of: { handle.interrupt() }, by: other) { try sandbox.spin(thenRestoringTo: clean) }
            },
            {
                try latency(
                    of: {
                        interruptFloor(signal)
                        return true
                    }, by: other
                ) {
                    try floor.spin()
                    return monotonicTime()
                }
            },
            {
                let (start, time) = (monotonicTime(), UInt64(1_000_000))
                let end = try sandbox.spin(until: .now + .nanoseconds(Int64(time)), thenRestoringTo: clean)
                return Double(end - start) - Double(time)
            },
        ])
    let floorSamples = samples[1]
    let floorName = "KVM_RUN ended by immediate_exit and a signal"
    func row(_ name: String, _ samples: [Double]) -> Row {
        Row(name: name, ours: Distribution(samples), floor: Distribution(floorSamples), floorName: floorName)
    }
    return [
        row("interruption, until the call has thrown", samples[0]),
        row("deadline, until the call has thrown", samples[2]),
    ]
}

extension Sandbox {
    /// Calls the guest function that never returns, and makes up for it.
    ///
    /// - Returns: When the call has thrown, in nanoseconds.
    fileprivate func spin(until deadline: Deadline? = nil, thenRestoringTo clean: Snapshot) throws -> UInt64 {
        do throws(SandboxError) {
            try call("spin", deadline: deadline)
            return monotonicTime()
        } catch {
            let end = monotonicTime()
            guard [.cancelled, .deadlineExceeded].contains(error.code) else { throw error }
            try restore(to: clean)
            return end
        }
    }
}

/// The nanoseconds from a request by the other thread, some time after the work has begun, to the work's end.
///
/// - Parameters:
///   - request: Returns whether there was something to end.
///   - work: Returns when it ended.
private func latency(
    of request: @escaping @Sendable () -> Bool, by other: Member, _ work: () throws -> UInt64
) throws -> Double {
    // By then the guest spins.
    let patience: UInt64 = 300_000
    other.begin {
        let start = monotonicTime()
        while monotonicTime() - start < patience {}
        var requested: UInt64
        // On a busy machine the work may not even have begun by then.
        repeat { requested = monotonicTime() } while !request()
        return Double(requested)
    }
    let end = try work()
    return Double(end) - (try other.end().get())
}
