package import Wire

/// Why a host call has no result.
package enum HostCallRefusal: Error {
    /// The message is no call. A guest that is built with the SDK sends none of these.
    case malformed(WireError)
    case unknownFunction
    case argumentCount(FunctionSignature, found: Int)
    case argumentType(FunctionSignature, expected: ValueType, found: ValueType)
    case thrown(FunctionSignature, any Error)
    case resultTooLarge(FunctionSignature, WireError)

    init(_ failure: HostCallFailure, of signature: FunctionSignature) {
        switch failure {
        case .arguments(.valueTypeMismatch(let expected, let found)):
            self = .argumentType(signature, expected: expected, found: found)
        case .arguments(let error): self = .malformed(error)
        case .thrown(let error): self = .thrown(signature, error)
        case .result(let error): self = .resultTooLarge(signature, error)
        }
    }

    /// What the host function threw, if it did.
    var thrownError: (any Error)? {
        if case .thrown(_, let error) = self { error } else { nil }
    }

    /// Whether anything of an answer can have been written.
    var mayHaveWritten: Bool {
        if case .resultTooLarge = self { true } else { false }
    }

    /// Writes an answer that says what the guest can know of it.
    package func write(
        into buffer: UnsafeMutableRawBufferPointer, hostErrorToken: UInt32 = 0
    ) throws(WireError) -> Range<Int> {
        // Cut so that it fits the page that arguments leave free.
        try FunctionCallResultWriter.write(
            errorCode: code.rawValue, message: message.prefix(utf8Bytes: 2048), hostErrorToken: hostErrorToken,
            into: buffer)
    }

    private var code: GuestErrorCode {
        switch self {
        case .malformed: .malformedCall
        case .unknownFunction: .hostFunctionNotFound
        case .argumentCount, .argumentType: .argumentMismatch
        case .thrown: .hostFunctionFailed
        case .resultTooLarge: .resultTooLarge
        }
    }

    private var message: String {
        switch self {
        case .malformed(let error): "the call cannot be read: \(error)"
        case .unknownFunction: "the host has no function of the name that was called"
        case .argumentCount(let signature, let found):
            "the host function is \(signature), the call has \(found) arguments"
        case .argumentType(let signature, let expected, let found):
            "the host function is \(signature), the call passes \(found.swiftName) for \(expected.swiftName)"
        case .thrown(let signature, let error): "the host function \(signature.name) threw: \(error)"
        case .resultTooLarge(let signature, let error):
            """
            the result of the host function \(signature) does not fit the input buffer (\(error)): \
            give the sandbox a larger inputSize
            """
        }
    }
}
