internal import Wire

/// Trace points: what a guest tells the host about where its time goes.
public enum Trace {
    @inline(__always)
    static func enter(_ name: StaticString, file: StaticString = #fileID, line: UInt = #line) {
        record(.enter, name, file, line)
    }

    @inline(__always)
    static func exit(_ name: StaticString, file: StaticString = #fileID, line: UInt = #line) {
        record(.exit, name, file, line)
    }

    @inline(__always)
    static func event(_ name: StaticString, file: StaticString = #fileID, line: UInt = #line) {
        record(.event, name, file, line)
    }

    @inline(__always)
    private static func record(_ kind: TraceRecord.Kind, _ name: StaticString, _ file: StaticString, _ line: UInt) {
        #if Tracing
            guard TraceBuffer.isOn else { return }
            TraceBuffer.append(
                site: UInt64(kind.rawValue) << UInt64(TraceRecord.kindShift) | UInt64(UInt(bitPattern: name.utf8Start)),
                value: 0, place: UInt64(line) << UInt64(TraceRecord.lineShift) | UInt64(UInt(bitPattern: file.utf8Start)))
        #endif
    }
}
