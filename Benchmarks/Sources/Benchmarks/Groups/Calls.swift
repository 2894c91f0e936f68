import HostRuntime

/// Warm calls, with small arguments and with host functions, beside as many round trips as they have exits. One more is beside
/// the same call in a sandbox that does not measure what calls take.
func measureCalls(_ subject: Subject) throws -> [Row] {
    let sandbox = try subject.makeSandbox()
    let floor = try FloorMachine()
    let nothing = try sandbox.function("nothing")
    let echoInt64 = try sandbox.function("echoInt64", taking: Int64.self, returning: Int64.self)
    let echoString = try sandbox.function("echoString", taking: String.self, returning: String.self)
    let callHost = try sandbox.function("callHost", taking: Int32.self, returning: Int32.self)

    func row(_ name: String, hostFunctions: Int? = nil, _ call: @escaping () throws -> Void) throws -> Row {
        let exits = 1 + (hostFunctions ?? 0)
        let (ours, floor) = try compare(Schedule(samples: 3000, turn: 20)) { count in
            for _ in 0..<count { try call() }
        } floor: { count in
            try floor.registerRoundTrips(count * exits)
        }
        return Row(
            name: name, ours: ours, floor: floor,
            floorName: exits == 1 ? "round trip with registers" : "\(exits) round trips with registers",
            point: hostFunctions.map { .init(curve: "host functions", axis: "host functions in a call", x: Double($0)) }
        )
    }

    return [
        try row("call, no argument", hostFunctions: 0) { try nothing() },
        try row("call, no argument, by name") { try sandbox.call("nothing") },
        try row("call, Int64") { _ = try echoInt64(Samples.number) },
        try row("call, 16-byte string") { _ = try echoString(Samples.text) },
        try row("call with 1 host function", hostFunctions: 1) { _ = try callHost(1) },
        try row("call with 10 host functions", hostFunctions: 10) { _ = try callHost(10) },
        try measuredRow(subject),
    ]
}

/// Measuring costs two readings of the thread's clock, and a look at the log of changed pages.
private func measuredRow(_ subject: Subject) throws -> Row {
    let (measured, plain) = (try subject.makeSandbox(), try subject.makeSandbox())
    measured.measuresUsage = true
    let (ours, floor) = try compare(Schedule(samples: 3000, turn: 20)) { count in
        for _ in 0..<count { try measured.call("nothing") }
    } floor: { count in
        for _ in 0..<count { try plain.call("nothing") }
    }
    return Row(name: "call, no argument, measured", ours: ours, floor: floor, floorName: "the same, not measured")
}
