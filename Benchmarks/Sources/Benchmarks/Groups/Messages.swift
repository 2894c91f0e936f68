import CFloors
import HostRuntime

/// Writing and reading the messages of a call with a 16-byte string in and out.
func measureMessages(_ subject: Subject) throws -> [Row] {
    let call = try Message.call("echoString", Samples.text, returning: .string)
    let result = try Message.result(Samples.text)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
    defer { buffer.deallocate() }
    let host = try interleave(
        Schedule(samples: 1000, operations: 200),
        [
            { count in
                for _ in 0..<count {
                    var writer = FunctionCallWriter(writingInto: buffer)
                    try writer.append(Samples.text)
                    _ = try writer.finish(functionName: "echoString", expectedReturnType: .string)
                    floor_use(buffer.baseAddress)
                }
            },
            { count in
                for _ in 0..<count {
                    guard
                        case .returnValue(let returned) = try FunctionCallResultView(message: result.span.bytes).outcome
                    else { return }
                    withUnsafeBytes(of: try String(wireValue: returned.value)) { floor_use($0.baseAddress) }
                }
            },
        ])

    let sandbox = try subject.makeSandbox()
    let decode = try difference(samples: 50, repetitions: 10_000) { count in
        try sandbox.call("repeatDecoding", call, count)
    }
    let encode = try difference(samples: 50, repetitions: 10_000) { count in
        try sandbox.call("repeatEncoding", Samples.text, count)
    }
    return [
        Row(name: "host encodes a call", ours: Distribution(host[0])),
        Row(name: "guest decodes a call", ours: decode),
        Row(name: "guest encodes a result", ours: encode),
        Row(name: "host decodes a result", ours: Distribution(host[1])),
    ]
}
