import Wire

/// The messages that have a file identifier, and so can come from the other side.
enum MessageKind: String, CaseIterable {
    case functionCall = "function_call"
    case functionCallResult = "function_call_result"
    case guestLogData = "guest_log_data"
    case functionDefinition = "function_definition"

    /// Checks the whole message.
    func verify(_ bytes: RawSpan) throws(WireError) {
        switch self {
        case .functionCall: try FunctionCallView.verify(message: bytes)
        case .functionCallResult: try FunctionCallResultView.verify(message: bytes)
        case .guestLogData: try GuestLogDataView.verify(message: bytes)
        case .functionDefinition: try FunctionDefinitionListView.verify(message: bytes)
        }
    }

    /// Reads every field of the message and puts it into words, one line per table.
    ///
    /// Text and bytes are in hexadecimal and numbers are given by their bits, in the format of `interop.cpp`.
    func dump(_ bytes: RawSpan) throws(WireError) -> String {
        switch self {
        case .functionCall: try FunctionCallView(message: bytes).dump()
        case .functionCallResult: try FunctionCallResultView(message: bytes).dump()
        case .guestLogData: try GuestLogDataView(message: bytes).dump()
        case .functionDefinition: try FunctionDefinitionListView(message: bytes).dump()
        }
    }
}

extension FunctionCallView {
    fileprivate func dump() throws(WireError) -> String {
        var lines = "call \(try functionName.hex()) returns \(try expectedReturnType.rawValue)\n"
        for index in 0..<(try parameterCount) {
            lines += try parameter(at: index).dump()
        }
        return lines
    }
}

extension FunctionCallResultView {
    fileprivate func dump() throws(WireError) -> String {
        switch try outcome {
        case .returnValue(let returned):
            return "returned\n" + (try returned.value.dump())
        case .guestError(let error):
            return "error \(try error.code) \(try error.message.hex()) token \(try error.hostErrorToken)\n"
        }
    }
}

extension GuestLogDataView {
    fileprivate func dump() throws(WireError) -> String {
        let fields = [try source?.hex(), try caller?.hex(), try sourceFile?.hex()].map { $0 ?? "none" }
        return "log \(try message.hex()) level \(try level.rawValue) source \(fields[0]) caller \(fields[1]) "
            + "file \(fields[2]) line \(try line)\n"
    }
}

extension FunctionDefinitionListView {
    fileprivate func dump() throws(WireError) -> String {
        var lines = ""
        if let functions = try hostFunctions {
            for index in 0..<functions.count {
                let function = try functions.element(at: index)
                lines += "host \(try function.name.hex()) takes" + (try Self.dump(function.parameterTypes))
                lines += " returns \(try function.returnType.rawValue)\n"
            }
        }
        if let functions = try guestFunctions {
            for index in 0..<functions.count {
                let function = try functions.element(at: index)
                lines += "guest \(try function.name.hex()) takes" + (try Self.dump(function.parameterTypes))
                lines += " returns \(try function.returnType.rawValue)\n"
            }
        }
        return lines
    }

    private static func dump(_ types: EnumVectorView<ValueType>?) throws(WireError) -> String {
        guard let types else { return " none" }
        var codes = ""
        for index in 0..<types.count {
            codes += " \(try types.element(at: index).rawValue)"
        }
        return codes
    }
}

extension ValueView {
    fileprivate func dump() throws(WireError) -> String {
        "value \(type.rawValue) \(try content())\n"
    }

    /// The value itself; the schema lets a scalar be absent, though the writers never leave one out.
    private func content() throws(WireError) -> String {
        switch self {
        case .int32Value(let view): try view.value?.description ?? "none"
        case .uint32Value(let view): try view.value?.description ?? "none"
        case .int64Value(let view): try view.value?.description ?? "none"
        case .uint64Value(let view): try view.value?.description ?? "none"
        case .floatValue(let view): try view.value?.bitPattern.description ?? "none"
        case .doubleValue(let view): try view.value?.bitPattern.description ?? "none"
        case .boolValue(let view): try view.value.map { $0 ? "1" : "0" } ?? "none"
        case .stringValue(let view): try view.value.hex()
        case .bytesValue(let view): try view.value.hex()
        case .voidValue: "void"
        }
    }
}

extension StringView {
    /// The text's bytes in hexadecimal, after checking that they are UTF-8.
    func hex() throws(WireError) -> String {
        try validate()
        return utf8.hex()
    }
}

extension RawSpan {
    /// The bytes in hexadecimal, between quotes so that no bytes are something too.
    func hex() -> String {
        withUnsafeBytes { bytes in
            "'" + bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() + "'"
        }
    }
}
