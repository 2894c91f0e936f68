import Glibc
internal import Logging
internal import Wire

/// Passes on what a guest prints and logs.
///
/// The guest stacks records downward from the end of its log buffer; the buffer's first word counts the bytes in use.
/// Each record is a `GuestLogData` followed by its length, in a word of eight bytes. All of it is the guest's word.
struct GuestLog {
    private let logger: Logger
    var level: Logger.Level
    var budget = LogBudget()

    /// In bytes.
    private static let wordSize = 8

    init(logger: Logger) {
        self.logger = logger
        level = logger.logLevel
    }

    /// Empties the buffer. Called at every exit, so the common case, an empty buffer, is one load.
    ///
    /// - Parameter bytes: Grows by the bytes that are taken over, whatever is in them.
    /// - Throws: What is malformed about the buffer's contents; records before that were passed on. Or that it is too much, and
    ///   then nothing of it was.
    @inline(__always)
    mutating func drain(
        _ buffer: GuestRange, of memory: UnsafeGuestMemory, alsoTo trace: SandboxTrace?, counting bytes: inout UInt64
    ) throws(SandboxError) {
        guard let used = memory.word(at: buffer.start), used != 0 else { return }
        try drain(used, of: buffer, of: memory, trace, &bytes)
    }

    private mutating func drain(
        _ claimed: GuestNumber, of buffer: GuestRange, of memory: UnsafeGuestMemory, _ trace: SandboxTrace?,
        _ bytes: inout UInt64
    ) throws(SandboxError) {
        _ = memory.store(UInt64(0), at: buffer.start)
        guard let size = buffer.count.bounded(by: .max), let used = claimed.bounded(by: size - Self.wordSize),
            used % Self.wordSize == 0
        else {
            throw SandboxError(
                .protocolViolation, "the guest claims \(claimed) bytes of log records in a buffer of \(buffer.count)")
        }
        if let limit = budget.spend(UInt64(used), now: HostTime.nanoseconds(of: CLOCK_MONOTONIC)) {
            throw SandboxError(exceeding: limit, of: budget.limits)
        }
        bytes &+= UInt64(used)
        var end = size
        let lowest = end - used
        while end > lowest {
            // A record is never empty, so each turn moves `end` down.
            let room = end - lowest - Self.wordSize
            guard let word = buffer.start.advanced(by: GuestNumber(end - Self.wordSize)),
                let length = memory.word(at: word)?.bounded(by: room), length > 0, length % Self.wordSize == 0,
                let range = buffer.part(at: GuestNumber(end - Self.wordSize - length), count: GuestNumber(length)),
                let bytes = memory.bytes(range)
            else {
                throw SandboxError(.protocolViolation, "a log record's length leaves the guest's log buffer")
            }
            do throws(WireError) {
                try forward(UnsafeRawBufferPointer(bytes).bytes, trace)
            } catch {
                throw SandboxError(.protocolViolation, "the guest wrote a malformed log record: \(error)", cause: error)
            }
            end -= length + Self.wordSize
        }
    }

    private func forward(_ bytes: RawSpan, _ trace: SandboxTrace?) throws(WireError) {
        let record = try GuestLogDataView(message: bytes)
        let level = Logger.Level(try record.level)
        guard level >= self.level else { return }
        // Loggers write lines, of which a guest must not be able to forge one.
        let message = try record.message.decoded().escapingUnprintable(except: ["\t"])
        trace?.log(try record.level, message, at: GuestNumber(try record.counter))
        let source = try record.source?.decoded().escapingUnprintable() ?? "guest"
        let caller = try record.caller?.decoded().escapingUnprintable() ?? ""
        let file = try record.sourceFile?.decoded().escapingUnprintable() ?? "guest"
        let line = UInt(try record.line)
        // The sandbox's level decides, not the logger's: it can be changed while the logger is in use elsewhere.
        var logger = logger
        logger.logLevel = self.level
        logger.log(level: level, "\(message)", source: source, file: file, function: caller, line: line)
    }
}

extension LogLevel {
    init(_ level: Logger.Level) {
        switch level {
        case .trace: self = .trace
        case .debug: self = .debug
        case .info: self = .info
        case .notice: self = .notice
        case .warning: self = .warning
        case .error: self = .error
        case .critical: self = .critical
        }
    }
}

extension Logger.Level {
    fileprivate init(_ level: LogLevel) {
        switch level {
        case .trace: self = .trace
        case .debug: self = .debug
        case .info: self = .info
        case .notice: self = .notice
        case .warning: self = .warning
        case .error: self = .error
        case .critical: self = .critical
        }
    }
}
