internal import Wire

/// Trace points: what a guest tells the host about where its time goes.
///
/// A guest has trace points when it is built with the package trait `Tracing`; without it they are not in the image, and
/// what they would have recorded is not evaluated. Where they are in the image, the host says for each sandbox and call
/// whether they record. They neither leave the sandbox nor allocate. In unit tests outside of a sandbox nothing is recorded.
///
/// `@Traced` records when a function begins and ends, `#traced` the same of a block.
public enum Trace {
    /// Whether trace points record now.
    ///
    /// The functions here ask for themselves; this is for what would be costly to put together for them.
    @inline(__always)
    public static var isEnabled: Bool { TraceBuffer.isOn }

    /// Records that something happened.
    ///
    /// - Parameters:
    ///   - name: What happened: at most 128 bytes of UTF-8 without control characters.
    ///   - file: The file of the trace point, the caller's if left out.
    ///   - line: The line of the trace point, the caller's if left out.
    @inline(__always)
    public static func event(_ name: StaticString, file: StaticString = #fileID, line: UInt = #line) {
        record(.event, TracePoint(name: name, file: file, line: line))
    }

    /// Records that something happened, with a value.
    ///
    /// - Parameters:
    ///   - name: What happened: at most 128 bytes of UTF-8 without control characters.
    ///   - value: Evaluated only when it is recorded.
    ///   - file: The file of the trace point, the caller's if left out.
    ///   - line: The line of the trace point, the caller's if left out.
    @inline(__always)
    public static func event<Value: TraceValue>(
        _ name: StaticString, _ value: @autoclosure () -> Value, file: StaticString = #fileID, line: UInt = #line
    ) {
        guard isEnabled else { return }
        write(.event, TracePoint(name: name, file: file, line: line), value().traceWord)
    }

    /// Records the value that a quantity has from now on.
    ///
    /// - Parameters:
    ///   - name: The quantity: at most 128 bytes of UTF-8 without control characters.
    ///   - value: Evaluated only when it is recorded.
    ///   - file: The file of the trace point, the caller's if left out.
    ///   - line: The line of the trace point, the caller's if left out.
    @inline(__always)
    public static func counter<Value: TraceValue>(
        _ name: StaticString, _ value: @autoclosure () -> Value, file: StaticString = #fileID, line: UInt = #line
    ) {
        guard isEnabled else { return }
        write(.counter, TracePoint(name: name, file: file, line: line), value().traceWord)
    }

    /// Writes a record without a value, if records are wanted. Only the question is part of the caller.
    @inline(__always)
    static func record(_ kind: TraceRecord.Kind, _ point: TracePoint) {
        guard isEnabled else { return }
        write(kind, point, TraceWord(bits: 0, type: .none))
    }

    /// Writes a record, for who has asked whether records are wanted.
    @inline(__always)
    static func write(_ kind: TraceRecord.Kind, _ point: TracePoint, _ word: TraceWord) {
        let site =
            UInt64(kind.rawValue) << UInt64(TraceRecord.kindShift)
            | UInt64(word.type.rawValue) << UInt64(TraceRecord.valueTypeShift) | point.nameAddress
        TraceBuffer.append(site: site, value: word.bits, place: point.place)
    }
}
