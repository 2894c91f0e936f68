public import Wire

/// The functions that a host offers to its guests, by name.
///
/// Parameters and results are `Int32`, `UInt32`, `Int64`, `UInt64`, `Float`, `Double`, `Bool`, `String` or `[UInt8]`;
/// a function may also return nothing. One that throws ends the guest's call of it with an error, which the guest may
/// catch; if it does not, the host's caller gets the error back as the cause of a ``SandboxError``.
///
/// What a function throws is described to the guest, in at most 2048 bytes of the error's `description`: let it hold
/// nothing that the guest must not know.
///
/// A set of host functions is a value: sandboxes made from it do not see later changes. The functions may be called
/// from any thread that calls a sandbox, hence `@Sendable`.
///
/// A function may be asynchronous, if its guests are called from asynchronous code. And it may take a ``HostCallContext`` before the
/// guest's arguments, to know on whose behalf it runs.
public struct HostFunctions: Sendable {
    var functions: [String: HostFunction] = [:]

    /// Makes an empty set.
    public init() {}

    /// Offers `body` under `name`, in place of any earlier function of that name.
    ///
    /// Guests can name functions of at most 64 bytes of UTF-8 with at most 32 parameters.
    @inlinable
    public mutating func register<each Argument: WireValue, Result: WireValue>(
        _ name: String, _ body: @escaping @Sendable (repeat each Argument) throws -> Result
    ) {
        add(name, types(repeat (each Argument).self), Result.valueType) { (call, buffer, _) throws(HostCallFailure) in
            try Self.answer(call, buffer, body)
        }
    }

    /// Offers `body`, which returns nothing, under `name`, in place of any earlier function of that name.
    @inlinable
    public mutating func register<each Argument: WireValue>(
        _ name: String, _ body: @escaping @Sendable (repeat each Argument) throws -> Void
    ) {
        add(name, types(repeat (each Argument).self), .void) { (call, buffer, _) throws(HostCallFailure) in
            try Self.answerVoid(call, buffer, body)
        }
    }

    /// The registered functions, sorted by name.
    public var signatures: [FunctionSignature] {
        functions.values.map(\.signature).sorted { $0.name < $1.name }
    }

    @usableFromInline
    mutating func add(
        _ name: String, _ parameters: [ValueType], _ result: ValueType, _ invoke: @escaping HostFunction.Invoke
    ) {
        functions[name] = HostFunction(
            signature: FunctionSignature(name: name, parameters: parameters, result: result), invoke: invoke)
    }

    /// Reads the arguments, runs `body`, and writes what it returns.
    @inlinable
    static func answer<each Argument: WireValue, Result: WireValue>(
        _ call: borrowing FunctionCallView, _ buffer: UnsafeMutableRawBufferPointer,
        _ body: (repeat each Argument) throws -> Result
    ) throws(HostCallFailure) -> Range<Int> {
        let arguments = try Self.decode(call, repeat (each Argument).self)
        let result: Result
        do {
            result = try body(repeat each arguments)
        } catch {
            throw .thrown(error)
        }
        do throws(WireError) {
            return try FunctionCallResultWriter.write(returning: result, into: buffer)
        } catch {
            throw .result(error)
        }
    }

    /// The same for a function that returns nothing.
    @inlinable
    static func answerVoid<each Argument: WireValue>(
        _ call: borrowing FunctionCallView, _ buffer: UnsafeMutableRawBufferPointer,
        _ body: (repeat each Argument) throws -> Void
    ) throws(HostCallFailure) -> Range<Int> {
        let arguments = try Self.decode(call, repeat (each Argument).self)
        do {
            try body(repeat each arguments)
        } catch {
            throw .thrown(error)
        }
        do throws(WireError) {
            return try FunctionCallResultWriter.writeVoid(into: buffer)
        } catch {
            throw .result(error)
        }
    }

    @inlinable
    func types<each Argument: WireValue>(_ types: repeat (each Argument).Type) -> [ValueType] {
        var list: [ValueType] = []
        repeat list.append((each types).valueType)
        return list
    }

    /// Reads the arguments in order, each once.
    @inlinable
    static func decode<each Argument: WireValue>(
        _ call: borrowing FunctionCallView, _ types: repeat (each Argument).Type
    ) throws(HostCallFailure) -> (repeat each Argument) {
        do throws(WireError) {
            var index = 0
            func next<Value: WireValue>(_ type: Value.Type) throws(WireError) -> Value {
                defer { index += 1 }
                return try Value(wireValue: call.parameter(at: index))
            }
            return (repeat try next(each types))
        } catch {
            throw .arguments(error)
        }
    }
}
