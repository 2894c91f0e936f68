import SandboxTracing

/// What `swiftlet trace` says of a trace, as programs read it. Times are in nanoseconds.
struct TraceDocument: Encodable {
    struct Sandbox: Encodable {
        let number: UInt32
        let label: String
        let imageSHA256: String
        let lostRecords: UInt64
    }

    struct Function: Encodable {
        let name: String
        let side: String
        let file: String?
        let line: UInt32?
        let calls: Int
        let incompleteCalls: Int
        let total: UInt64
        let selfTime: UInt64
        let p50: UInt64
        let p99: UInt64

        private enum CodingKeys: String, CodingKey {
            case name, side, file, line, calls, incompleteCalls, total, p50, p99
            case selfTime = "self"
        }
    }

    let sandboxes: [Sandbox]
    /// What may be wrong with the rest, in words.
    let warnings: [String]
    let functions: [Function]

    init(_ report: TraceReport, sortedBy order: TraceFunction.Order) {
        sandboxes = report.recording.tracks.map { track in
            Sandbox(
                number: track.number, label: track.label, imageSHA256: track.digestText,
                lostRecords: track.droppedRecords)
        }
        warnings = report.warningLines
        functions = report.functions(sortedBy: order).map(Function.init)
    }
}

extension TraceDocument.Function {
    fileprivate init(_ function: TraceFunction) {
        self.init(
            name: function.name, side: function.side.shown, file: function.file,
            line: function.file == nil ? nil : function.line, calls: function.calls,
            incompleteCalls: function.incompleteCalls, total: function.total, selfTime: function.selfTime,
            p50: function.median, p99: function.percentile99)
    }
}
