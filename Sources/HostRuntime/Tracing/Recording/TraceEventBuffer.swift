/// The payload of a chunk of events in the making, with room for its header in front.
struct TraceEventBuffer: ~Copyable {
    /// A chunk is handed over when it has about this size: large enough for locks and system calls not to count.
    static let capacity = 1 << 16
    /// A kind, a time, a site and a value, each as long as it can be.
    static let maximumEvent = 1 + 10 + 5 + 10

    private let bytes: UnsafeMutableRawBufferPointer
    /// Where the next byte goes.
    var output: TraceOutput
    var count: UInt64 = 0

    init() {
        // Texts are the longest.
        bytes = .allocate(
            byteCount: Self.capacity + Self.maximumEvent + TraceStream.maximumText + 10, alignment: 8)
        output = TraceOutput(next: bytes.baseAddress.unsafelyUnwrapped)
    }

    deinit {
        bytes.deallocate()
    }

    var isEmpty: Bool { count == 0 }
    /// To be asked before each event, so that there is room for the longest.
    @inline(__always)
    var isFull: Bool { output.next >= limit }
    @inline(__always)
    var limit: UnsafeMutableRawPointer { bytes.baseAddress.unsafelyUnwrapped + Self.capacity }

    /// Begins a chunk.
    ///
    /// - Parameter counter: What the first event's time is relative to.
    mutating func begin(track: UInt32, counter: UInt64) {
        output = TraceOutput(next: bytes.baseAddress.unsafelyUnwrapped + TraceStream.chunkHeaderSize)
        output.append(varint: UInt64(track))
        output.append(fixed: counter)
        count = 0
    }

    /// Completes the chunk.
    func finish() -> UnsafeRawBufferPointer {
        let size = output.next - bytes.baseAddress.unsafelyUnwrapped
        let chunk = UnsafeMutableRawBufferPointer(rebasing: bytes[..<size])
        TraceChunk.finish(chunk, .events)
        return UnsafeRawBufferPointer(chunk)
    }
}

/// Writes into memory that is known to be large enough.
struct TraceOutput {
    var next: UnsafeMutableRawPointer

    @inline(__always)
    mutating func append(byte: UInt8) {
        next.storeBytes(of: byte, as: UInt8.self)
        next += 1
    }

    /// Seven bits a byte, the lowest first; the top bit says that there are more.
    @inline(__always)
    mutating func append(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(byte: UInt8(truncatingIfNeeded: rest) | 0x80)
            rest &>>= 7
        }
        append(byte: UInt8(truncatingIfNeeded: rest))
    }

    @inline(__always)
    mutating func append(fixed value: UInt64) {
        next.storeBytes(of: value.littleEndian, as: UInt64.self)
        next += 8
    }

    /// - Parameter text: At most ``TraceStream/maximumText`` bytes.
    mutating func append(_ text: Substring.UTF8View) {
        append(varint: UInt64(text.count))
        for byte in text { append(byte: byte) }
    }
}
