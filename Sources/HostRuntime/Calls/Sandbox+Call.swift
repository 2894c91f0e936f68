public import Wire

extension Sandbox {
    /// Calls a guest function and waits for its result, on the calling thread.
    ///
    /// <!-- sample: Tests/HostRuntimeTests/Documentation/SandboxSamples.swift#call -->
    /// ```swift
    /// let reply: String = try sandbox.call("echoString", "World")
    /// ```
    ///
    /// - Parameters:
    ///   - name: The function's name, as ``GuestImage/functions`` lists it.
    ///   - arguments: `Int32`, `UInt32`, `Int64`, `UInt64`, `Float`, `Double`, `Bool`, `String` or `[UInt8]` values.
    ///   - deadline: When the call is to be over. A guest that has not returned by then is stopped, and the call throws
    ///     `deadlineExceeded`; a host function that runs then is waited for. Nil, the default, for no deadline.
    /// - Throws: ``SandboxError``. Before the guest runs: `functionNotFound`, `signatureMismatch`,
    ///   `argumentsTooLarge`, `busy`, `closed`, `poisoned`, and `deadlineExceeded` if the deadline has passed. From the guest:
    ///   `guestError`, `hostFunctionFailed`. After any other, and after a `hostFunctionFailed` that the guest could not catch,
    ///   ``poisonedBy`` is set.
    @inlinable
    public func call<each Argument: WireValue, Result: WireValue>(
        _ name: String, _ arguments: repeat each Argument, deadline: Deadline? = nil
    ) throws(SandboxError) -> Result {
        let entry = try find(name, result: Result.valueType, repeat (each Argument).self)
        var result: Result?
        try perform(
            entry, deadline: deadline,
            encode: { (writer) throws(WireError) in repeat try writer.append(each arguments) },
            decode: { (value) throws(WireError) in result = try Result(wireValue: value) })
        guard let result else { throw Sandbox.missingResult }
        return result
    }

    /// Calls a guest function that returns nothing; otherwise as ``call(_:_:deadline:)->_``.
    @inlinable
    public func call<each Argument: WireValue>(
        _ name: String, _ arguments: repeat each Argument, deadline: Deadline? = nil
    ) throws(SandboxError) {
        let entry = try find(name, result: .void, repeat (each Argument).self)
        try perform(
            entry, deadline: deadline,
            encode: { (writer) throws(WireError) in repeat try writer.append(each arguments) },
            decode: { (value) throws(WireError) in try value.requireVoid() })
    }

    /// Looks a function up for repeated calls.
    ///
    /// <!-- sample: Tests/HostRuntimeTests/Documentation/SandboxSamples.swift#function -->
    /// ```swift
    /// let sum = try sandbox.function("bytesSum", taking: [UInt8].self, returning: UInt64.self)
    /// for chunk in chunks { total += try sum(chunk) }
    /// ```
    ///
    /// - Throws: ``SandboxError`` with code `functionNotFound` or `signatureMismatch`.
    @inlinable
    public func function<each Argument: WireValue, Result: WireValue>(
        _ name: String, taking arguments: repeat (each Argument).Type, returning result: Result.Type
    ) throws(SandboxError) -> GuestFunction<Result, repeat each Argument> {
        GuestFunction(sandbox: self, entry: try find(name, result: Result.valueType, repeat each arguments))
    }

    /// Looks a function that returns nothing up for repeated calls.
    ///
    /// - Throws: ``SandboxError`` with code `functionNotFound` or `signatureMismatch`.
    @inlinable
    public func function<each Argument: WireValue>(
        _ name: String, taking arguments: repeat (each Argument).Type
    ) throws(SandboxError) -> GuestFunction<Void, repeat each Argument> {
        GuestFunction(sandbox: self, entry: try find(name, result: .void, repeat each arguments))
    }

    /// Finds a function by name and checks that it has these types. Allocates nothing unless it fails.
    @inlinable
    func find<each Argument: WireValue>(
        _ name: String, result: ValueType, _ arguments: repeat (each Argument).Type
    ) throws(SandboxError) -> GuestFunctionEntry {
        let entry = try find(name)
        var index = 0
        var matches = true
        for type in repeat each arguments {
            matches = hasParameter(type.valueType, at: index, of: entry) && matches
            index += 1
        }
        guard matches, hasSignature(entry, parameterCount: index, result: result) else {
            var types: [ValueType] = []
            repeat types.append((each arguments).valueType)
            throw mismatch(entry, FunctionSignature(name: name, parameters: types, result: result))
        }
        return entry
    }

    @usableFromInline
    func find(_ name: String) throws(SandboxError) -> GuestFunctionEntry {
        guard let entry = image.exports[name] else {
            let shown = image.functions.prefix(Self.listedFunctions).map(\.description).joined(separator: ", ")
            let rest = image.functions.count - Self.listedFunctions
            throw SandboxError(
                .functionNotFound,
                """
                the guest exports no function named \(name.debugDescription); it exports: \
                \(shown.isEmpty ? "none" : shown)\(rest > 0 ? " and \(rest) more" : "")
                """)
        }
        return GuestFunctionEntry(entry: entry)
    }

    /// How many functions an error lists.
    private static let listedFunctions = 20

    @usableFromInline
    func hasParameter(_ type: ValueType, at index: Int, of function: GuestFunctionEntry) -> Bool {
        let parameters = function.entry.signature.parameters
        return index < parameters.count && parameters[index] == type
    }

    @usableFromInline
    func hasSignature(_ function: GuestFunctionEntry, parameterCount: Int, result: ValueType) -> Bool {
        function.entry.signature.parameters.count == parameterCount && function.entry.signature.result == result
    }

    @usableFromInline
    func mismatch(_ function: GuestFunctionEntry, _ call: FunctionSignature) -> SandboxError {
        SandboxError(
            .signatureMismatch,
            "the guest function is \(function.entry.signature), but it was called as \(call)")
    }
}
