// Generated from schemas/guest_log_data.fbs by scripts/generate-wire.sh; edit the schema instead.

/// The severity of a log record, from the least to the most severe.
public enum LogLevel: UInt8, CaseIterable, Sendable {
    /// The code 0.
    case trace = 0
    /// The code 1.
    case debug = 1
    /// The code 2.
    case info = 2
    /// The code 3.
    case notice = 3
    /// The code 4.
    case warning = 4
    /// The code 5.
    case error = 5
    /// The code 6.
    case critical = 6
}

extension LogLevel: CustomStringConvertible {
    /// The name of the case.
    public var description: String {
        switch self {
        case .trace: "trace"
        case .debug: "debug"
        case .info: "info"
        case .notice: "notice"
        case .warning: "warning"
        case .error: "error"
        case .critical: "critical"
        }
    }
}

/// One log record of a guest.
public struct GuestLogDataView: FlatBufferMessage, ~Escapable {
    /// What a message with this root is marked with.
    @inlinable
    public static var fileIdentifier: FileIdentifier { FileIdentifier("SWLG") }

    /// The table behind the view.
    public let table: TableView

    /// Reads `table` as a `GuestLogData`.
    @inlinable
    @_lifetime(copy table)
    public init(_ table: TableView) { self.table = table }

    /// The text of the record.
    @inlinable
    public var message: StringView {
        @_lifetime(copy self)
        get throws(WireError) {
            guard let value = try table.string(0) else { throw table.missingField }
            return value
        }
    }

    /// The module or subsystem that wrote it.
    @inlinable
    public var source: StringView? {
        @_lifetime(copy self)
        get throws(WireError) {
            try table.string(1)
        }
    }

    /// The severity.
    @inlinable
    public var level: LogLevel {
        get throws(WireError) {
            try table.enumeration(2, default: .info)
        }
    }

    /// The function that wrote it.
    @inlinable
    public var caller: StringView? {
        @_lifetime(copy self)
        get throws(WireError) {
            try table.string(3)
        }
    }

    /// The source file that wrote it.
    @inlinable
    public var sourceFile: StringView? {
        @_lifetime(copy self)
        get throws(WireError) {
            try table.string(4)
        }
    }

    /// The line in the source file; 0 when unknown.
    @inlinable
    public var line: UInt32 {
        get throws(WireError) {
            try table.scalar(5, default: 0)
        }
    }

    /// The time-stamp counter when it was written; 0 when unknown.
    @inlinable
    public var counter: UInt64 {
        get throws(WireError) {
            try table.scalar(6, default: 0)
        }
    }

    /// Checks every field of `table` and what they refer to.
    public static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {
        try verifier.string(0, of: table, required: true)
        try verifier.string(1, of: table, required: false)
        try verifier.enumeration(2, of: table, as: LogLevel.self)
        try verifier.string(3, of: table, required: false)
        try verifier.string(4, of: table, required: false)
        try verifier.scalar(5, of: table, as: UInt32.self)
        try verifier.scalar(6, of: table, as: UInt64.self)
    }
}

extension FlatBufferBuilder {
    /// Writes a `GuestLogData`.
    @inlinable
    public mutating func appendGuestLogData(
        message: FlatBufferOffset,
        source: FlatBufferOffset? = nil,
        level: LogLevel = .info,
        caller: FlatBufferOffset? = nil,
        sourceFile: FlatBufferOffset? = nil,
        line: UInt32 = 0,
        counter: UInt64 = 0
    ) throws(WireError) -> FlatBufferOffset {
        startTable()
        try add(6, counter, default: 0)
        try add(0, message)
        try add(1, source)
        try add(3, caller)
        try add(4, sourceFile)
        try add(5, line, default: 0)
        try add(2, level.rawValue, default: LogLevel.info.rawValue)
        return try endTable()
    }
}
