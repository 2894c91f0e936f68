import HostRuntime

/// What trace points take in the guest, and their records on the host.
func measureTracing(_ subject: Subject) throws -> [Row] {
    try [recordRow(subject), switchedOffRow(subject), callRow(subject), drainingRow(subject)]
}

private let repetitions: UInt64 = 100_000

/// In mode `lossy`, so that none of the time is an exit's.
private func recordRow(_ subject: Subject) throws -> Row {
    let sandbox = try subject.makeTracedSandbox()
    sandbox.tracing = Sandbox.Tracing(to: TraceRecorder(), mode: .lossy)
    let record = try difference(samples: 50, repetitions: repetitions) { try sandbox.call("passTracePoints", $0) }
    let floor = try difference(samples: 50, repetitions: repetitions) { try sandbox.call("writeRecords", $0) }
    return Row(name: "trace record", ours: record, floor: floor, floorName: "a time stamp and four words, in C")
}

/// A loop with a trace point beside the same loop without. What the loop itself takes is in both.
private func switchedOffRow(_ subject: Subject) throws -> Row {
    let sandbox = try subject.makeTracedSandbox()
    let schedule = Schedule(samples: 200)
    let count = 10 * repetitions
    let times = try interleave(
        schedule,
        [
            { _ in try sandbox.call("passTracePoints", count) },
            { _ in try sandbox.call("passNoTracePoints", count) },
        ])
    let difference = zip(times[0], times[1]).map { ($0 - $1) / Double(count) }
    return Row(name: "trace point, switched off", ours: Distribution(difference))
}

/// A call that makes the SDK's own records beside one of the same guest that makes none.
private func callRow(_ subject: Subject) throws -> Row {
    let traced = try subject.makeTracedSandbox()
    let untraced = try subject.makeTracedSandbox()
    traced.tracing = Sandbox.Tracing(to: TraceRecorder(limit: .gibibytes(1)))
    let (ours, floor) = try compare(Schedule(samples: 3000, turn: 20)) { _ in
        try traced.call("nothing")
    } floor: { _ in
        try untraced.call("nothing")
    }
    return Row(name: "call, no argument, traced", ours: ours, floor: floor, floorName: "the same, tracing switched off")
}

/// One exit with very many records beside the same exit with a recorder that keeps nothing. A promise of 20 million records a
/// second is one of 50 ns for each.
private func drainingRow(_ subject: Subject) throws -> Row {
    let count: UInt64 = 1_000_000
    var configuration = Subject.configuration()
    configuration.traceSize = .mebibytes(64)
    let sandbox = try subject.makeTracedSandbox(configuration)
    let full = TraceRecorder(limit: .bytes(1))
    func call(_ recorder: TraceRecorder) throws -> Double {
        sandbox.tracing = Sandbox.Tracing(to: recorder)
        return try nanoseconds { try sandbox.call("passTracePoints", count) }
    }
    _ = try call(TraceRecorder())
    let times = try (0..<50).map { _ in
        let kept = try call(TraceRecorder())
        return (kept - (try call(full))) / Double(count)
    }
    return Row(name: "draining a trace record", ours: Distribution(times))
}

extension Subject {
    fileprivate func makeTracedSandbox(_ configuration: Sandbox.Configuration = configuration()) throws -> Sandbox {
        try Sandbox(guest: .image(tracedImage), configuration: configuration, hostFunctions: hostFunctions)
    }
}
