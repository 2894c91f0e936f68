internal import Wire

extension HostFunctions {
    /// Offers `body` under the signature's name, in place of any earlier function of that name, for programs that learn the
    /// types only when they run, such as from ``GuestImage/hostFunctions``.
    ///
    /// <!-- sample: Tests/HostRuntimeTests/Documentation/SandboxSamples.swift#register-any -->
    /// ```swift
    /// for signature in image.hostFunctions {
    ///     functions.register(signature) { arguments in throw NotImplemented(name: signature.name) }
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - signature: The name and types, as in ``register(_:_:)``.
    ///   - body: Takes one value for each parameter, of the parameter's type, and returns a value of the result's type, or
    ///     nil when that is `.void`. If it returns anything else, the guest's call fails as if it had thrown a
    ///     ``SandboxError`` with code `signatureMismatch`.
    public mutating func register(
        _ signature: FunctionSignature, _ body: @escaping @Sendable ([AnyWireValue]) throws -> AnyWireValue?
    ) {
        add(signature.name, signature.parameters, signature.result) { (call, buffer, _) throws(HostCallFailure) in
            let arguments = try Self.decode(call, signature.parameters)
            let result: AnyWireValue?
            do {
                result = try body(arguments)
            } catch {
                throw .thrown(error)
            }
            guard (result?.valueType ?? .void) == signature.result else {
                throw .thrown(Self.mismatch(signature, returned: result))
            }
            do throws(WireError) {
                guard let result else { return try FunctionCallResultWriter.writeVoid(into: buffer) }
                return try FunctionCallResultWriter.write(returning: result.typed, into: buffer)
            } catch {
                throw .result(error)
            }
        }
    }

    /// Offers `body`, which is asynchronous, under the signature's name; otherwise as the one that is not.
    public mutating func register(
        _ signature: FunctionSignature, _ body: @escaping @Sendable ([AnyWireValue]) async throws -> AnyWireValue?
    ) {
        addAsynchronous(signature.name, signature.parameters, signature.result) { (call, _) throws(HostCallFailure) in
            let arguments = try Self.decode(call, signature.parameters)
            return {
                do {
                    let result = try await body(arguments)
                    guard (result?.valueType ?? .void) == signature.result else {
                        return .threw(Self.mismatch(signature, returned: result))
                    }
                    return .returned(result?.typed)
                } catch {
                    return .threw(error)
                }
            }
        }
    }

    private static func decode(
        _ call: borrowing FunctionCallView, _ types: [ValueType]
    ) throws(HostCallFailure) -> [AnyWireValue] {
        do throws(WireError) {
            var arguments: [AnyWireValue] = []
            arguments.reserveCapacity(types.count)
            for (index, type) in types.enumerated() {
                arguments.append(try AnyWireValue(wireValue: call.parameter(at: index), as: type))
            }
            return arguments
        } catch {
            throw .arguments(error)
        }
    }

    private static func mismatch(_ signature: FunctionSignature, returned result: AnyWireValue?) -> SandboxError {
        let found = result.map { "a value of type \($0.valueType.swiftName)" } ?? "nothing"
        return SandboxError(
            .signatureMismatch,
            "what is registered for the host function \(signature) returned \(found): return what the signature says")
    }
}
