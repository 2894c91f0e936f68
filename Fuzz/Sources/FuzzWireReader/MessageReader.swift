@testable import HostRuntime

/// Reads every field of a message, as the host does and as the guest does, and looks at every byte that it is given.
struct MessageReader {
    let message: UnsafeRawBufferPointer

    func read(_ call: FunctionCallView) throws(WireError) {
        try read(call.functionName)
        _ = try call.expectedReturnType
        for index in 0..<(try call.parameterCount) { try read(call.parameter(at: index)) }
    }

    func read(_ result: FunctionCallResultView) throws(WireError) {
        switch try result.outcome {
        case .returnValue(let returned): try read(returned.value)
        case .guestError(let error): try read(error)
        }
    }

    func read(_ error: GuestErrorView) throws(WireError) {
        try read(error.message)
        let copy = try GuestErrorMessage(error)
        precondition(copy.message.utf8.count <= GuestFailure.maximumMessageLength)
    }

    func read(_ record: GuestLogDataView) throws(WireError) {
        try read(record.message)
        if let source = try record.source { try read(source) }
        if let caller = try record.caller { try read(caller) }
        if let file = try record.sourceFile { try read(file) }
        _ = (try record.level, try record.line, try record.counter)
    }

    func read(_ list: FunctionDefinitionListView) throws(WireError) {
        if let functions = try list.hostFunctions {
            for index in 0..<functions.count {
                let function = try functions.element(at: index)
                try read(function.name)
                try read(function.parameterTypes)
                _ = try function.returnType
            }
        }
        if let functions = try list.guestFunctions {
            for index in 0..<functions.count {
                let function = try functions.element(at: index)
                try read(function.name)
                try read(function.parameterTypes)
                _ = try function.returnType
            }
        }
    }

    private func read(_ types: EnumVectorView<ValueType>?) throws(WireError) {
        guard let types else { return }
        for index in 0..<types.count { _ = try types.element(at: index) }
    }

    private func read(_ value: ValueView) throws(WireError) {
        // A verified number may be absent, which is for those to refuse who want one.
        switch value {
        case .int32Value(let view): _ = try view.value
        case .uint32Value(let view): _ = try view.value
        case .int64Value(let view): _ = try view.value
        case .uint64Value(let view): _ = try view.value
        case .floatValue(let view): _ = try view.value
        case .doubleValue(let view): _ = try view.value
        case .boolValue(let view): _ = try view.value
        case .stringValue(let view): try read(view.value)
        case .bytesValue(let view): check(try view.value)
        case .voidValue: break
        }
        for type in ValueType.allCases {
            guard let copy = try? AnyWireValue(wireValue: value, as: type) else { continue }
            precondition(copy.valueType == type && value.type == type, "a value was read as of another type")
        }
    }

    private func read(_ text: StringView) throws(WireError) {
        check(text.utf8)
        let copy = try text.decoded()
        precondition(copy.utf8.count == text.utf8.byteCount, "a text has not its length")
    }

    /// What a reader hands out lies in the message.
    private func check(_ part: RawSpan) {
        part.withUnsafeBytes { part in
            guard let start = part.baseAddress, !part.isEmpty, let first = message.baseAddress else { return }
            precondition(first <= start && start + part.count <= first + message.count, "a part outside the message")
        }
    }
}
