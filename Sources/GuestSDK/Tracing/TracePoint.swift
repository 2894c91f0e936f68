internal import Wire

/// A place in the source that records under a name.
struct TracePoint {
    let name: StaticString
    let file: StaticString
    let line: UInt

    /// The name's address in the image, where the host reads it. An image lies in the low half of the address space.
    @inline(__always)
    var nameAddress: UInt64 { UInt64(UInt(bitPattern: name.utf8Start)) }

    /// The file's address and the line, as a record holds them.
    @inline(__always)
    var place: UInt64 {
        let lastLine: UInt = 1 << (64 - UInt(TraceRecord.lineShift)) - 1
        return UInt64(min(line, lastLine)) << UInt64(TraceRecord.lineShift)
            | UInt64(UInt(bitPattern: file.utf8Start))
    }
}
