@_spi(Benchmarks) import HostRuntime

/// What the host and the guest themselves do in a call: no exit, nothing of KVM.
///
/// The host's part is a call of a sandbox without a hypervisor, whose result lies ready. The guest's part is repeated in a
/// guest between one entry and one exit.
func measureOwnWork(_ subject: Subject) throws -> [Row] {
    let host = try measureHost(subject)
    let guest = try measureGuest(subject)
    return host.map { Row(name: "host's work: \($0.name)", ours: $0.time) }
        + guest.map { Row(name: "guest's work: \($0.name)", ours: $0.time) }
        + zip(host, guest).map { Row(name: "all our work: \($0.name)", ours: $0.time + $1.time) }
}

private typealias Part = (name: String, time: Distribution)

private let names = ["no argument", "Int64", "16-byte string", "host function"]

private func measureHost(_ subject: Subject) throws -> [Part] {
    func sandbox(_ exits: [Sandbox.PreparedExit]) throws -> Sandbox {
        try Sandbox(
            guest: .image(subject.image), configuration: Subject.configuration(),
            hostFunctions: subject.hostFunctions, exits: exits)
    }
    let sum: [UInt8] = try Message.result(1 as Int32)
    let hostCall = try Message.call("hostAdd", 0 as Int32, 1 as Int32, returning: .int32)
    let nothing = try sandbox([.callReturn(Message.voidResult())]).function("nothing")
    let echoInt64 = try sandbox([.callReturn(Message.result(Samples.number))])
        .function("echoInt64", taking: Int64.self, returning: Int64.self)
    let echoString = try sandbox([.callReturn(Message.result(Samples.text))])
        .function("echoString", taking: String.self, returning: String.self)
    let withoutHost = try sandbox([.callReturn(sum)])
        .function("callHost", taking: Int32.self, returning: Int32.self)
    let withHost = try sandbox([.hostCall(hostCall), .callReturn(sum)])
        .function("callHost", taking: Int32.self, returning: Int32.self)
    let times = try interleave(
        Schedule(samples: 1000, operations: 100),
        [
            { for _ in 0..<$0 { try nothing() } },
            { for _ in 0..<$0 { _ = try echoInt64(Samples.number) } },
            { for _ in 0..<$0 { _ = try echoString(Samples.text) } },
            { for _ in 0..<$0 { _ = try withoutHost(1) } },
            { for _ in 0..<$0 { _ = try withHost(1) } },
        ])
    let hostFunction = zip(times[4], times[3]).map { $0 - $1 }
    return zip(names, times[..<3] + [hostFunction]).map { ($0, Distribution($1)) }
}

private func measureGuest(_ subject: Subject) throws -> [Part] {
    let sandbox = try subject.makeSandbox()
    let messages = [
        ("repeatNothing", try Message.call("nothing", returning: .void)),
        ("repeatEchoInt64", try Message.call("echoInt64", Samples.number, returning: .int64)),
        ("repeatEchoString", try Message.call("echoString", Samples.text, returning: .string)),
        ("repeatHostCall", try Message.result(1 as Int32)),
    ]
    return try zip(names, messages).map { name, function in
        let time = try difference(samples: 50, repetitions: 10_000) { count in
            try sandbox.call(function.0, function.1, count)
        }
        return (name, time)
    }
}
