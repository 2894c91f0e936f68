public import Wire

/// A call of a host function while it is put together: arguments in order, then ``invoke(returning:)``.
///
/// `@HostFunction` uses it; authors need not. The call is written straight into the output buffer, so only one can be
/// in the making at a time.
public struct HostCall: ~Copyable {
    private var writer: FunctionCallWriter
    private let name: StaticString
    private let output: UnsafeMutableRawBufferPointer
    /// What kept an argument from being written; reported when the call is made.
    private var failure: WireError?

    /// Begins a call of the function of that name.
    public init(_ name: StaticString) {
        Trace.enter(name)
        Trace.enter("encode_arguments")
        self.name = name
        output = GuestRuntime.output
        writer = FunctionCallWriter(writingInto: output)
    }

    /// Writes the next argument.
    public mutating func append<Value: WireValue>(_ value: Value) {
        guard failure == nil else { return }
        do throws(WireError) { try writer.append(value) } catch { failure = error }
    }

    /// Writes the next argument, bytes that are copied once.
    public mutating func append(_ bytes: RawSpan) {
        guard failure == nil else { return }
        do throws(WireError) { try writer.append(bytes) } catch { failure = error }
    }

    /// Lets the host run the function and returns its result.
    public consuming func invoke<Value: WireValue>(returning type: Value.Type) throws(HostFunctionError) -> Value {
        try exchange(expecting: Value.valueType) { (value) throws(WireError) in try Value(wireValue: value) }
    }

    /// Lets the host run the function, which returns nothing.
    public consuming func invoke() throws(HostFunctionError) {
        try exchange(expecting: .void) { (value) throws(WireError) in try value.requireVoid() }
    }

    /// As ``invoke(returning:)``; a failure ends the guest's call.
    public consuming func invokeOrAbort<Value: WireValue>(returning type: Value.Type) -> Value {
        do throws(HostFunctionError) { return try invoke(returning: type) } catch { Self.abort(error) }
    }

    /// As ``invoke()``; a failure ends the guest's call.
    public consuming func invokeOrAbort() {
        do throws(HostFunctionError) { try invoke() } catch { Self.abort(error) }
    }

    private consuming func exchange<Result>(
        expecting type: ValueType, _ decode: (borrowing ValueView) throws(WireError) -> Result
    ) throws(HostFunctionError) -> Result {
        let name = name
        defer { Trace.exit(name) }
        let message = try finish(expecting: type)
        Trace.enter("out32")
        let bytes = GuestRuntime.callHost(UnsafeRawBufferPointer(rebasing: output[message]))
        Trace.exit("out32")
        Trace.enter("decode_result")
        defer { Trace.exit("decode_result") }
        let failure: HostFunctionError
        do throws(WireError) {
            switch try FunctionCallResultView(message: bytes.bytes).outcome {
            case .returnValue(let returned): return try decode(returned.value)
            case .guestError(let error): failure = try HostFunctionError(error)
            }
        } catch {
            throw HostFunctionError(.hostResultMismatch, "the host's answer cannot be read: \(error.description)")
        }
        throw failure
    }

    private mutating func finish(expecting type: ValueType) throws(HostFunctionError) -> Range<Int> {
        defer { Trace.exit("encode_arguments") }
        do throws(WireError) {
            if let failure { throw failure }
            return try writer.finish(functionNameUTF8: name.utf8Bytes.bytes, expectedReturnType: type)
        } catch {
            throw HostFunctionError(
                .argumentsTooLarge,
                "the arguments of \(name) do not fit the output buffer (\(error.description)): give the sandbox a larger outputSize"
            )
        }
    }

    private static func abort(_ error: HostFunctionError) -> Never {
        var message = AbortMessage()
        message.append(error.message)
        GuestRuntime.abort(message, code: error.code, hostErrorToken: error.hostErrorToken)
    }
}
