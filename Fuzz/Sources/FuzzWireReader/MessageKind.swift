@testable import HostRuntime

/// The messages that the other side can send.
enum MessageKind: CaseIterable {
    case functionCall
    case functionCallResult
    /// How a guest gives up: the table alone, without a file identifier.
    case guestError
    case guestLogData
    case functionDefinitions

    var identifier: FileIdentifier? {
        switch self {
        case .functionCall: FunctionCallView.fileIdentifier
        case .functionCallResult: FunctionCallResultView.fileIdentifier
        case .guestError: nil
        case .guestLogData: GuestLogDataView.fileIdentifier
        case .functionDefinitions: FunctionDefinitionListView.fileIdentifier
        }
    }

    /// Checks all of the message.
    func verify(_ message: RawSpan) throws(WireError) {
        switch self {
        case .functionCall: try FunctionCallView.verify(message: message)
        case .functionCallResult: try FunctionCallResultView.verify(message: message)
        case .guestError: try Verifier.verify(message, as: GuestErrorView.self)
        case .guestLogData: try GuestLogDataView.verify(message: message)
        case .functionDefinitions: try FunctionDefinitionListView.verify(message: message)
        }
    }

    /// Reads all of the message.
    func read(_ message: UnsafeRawBufferPointer) throws(WireError) {
        let reader = MessageReader(message: message)
        switch self {
        case .functionCall: try reader.read(FunctionCallView(message: message.bytes))
        case .functionCallResult: try reader.read(FunctionCallResultView(message: message.bytes))
        case .guestError: try reader.read(GuestErrorView(TableView(rootOf: message.bytes)))
        case .guestLogData: try reader.read(GuestLogDataView(message: message.bytes))
        case .functionDefinitions: try reader.read(FunctionDefinitionListView(message: message.bytes))
        }
    }
}
