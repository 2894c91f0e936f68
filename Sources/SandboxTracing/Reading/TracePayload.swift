internal import HostRuntime

/// The payload of a chunk is not what the format says.
struct MalformedPayload: Error {}

/// Reads a chunk's payload from front to back. Nothing outside is touched, whatever it says.
struct TracePayload {
    private let bytes: [UInt8]
    private var offset: Int
    private let end: Int

    /// - Parameter range: Where the payload is in `bytes`.
    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        offset = range.lowerBound
        end = range.upperBound
    }

    var isAtEnd: Bool { offset == end }

    mutating func skipRest() { offset = end }

    mutating func byte() throws(MalformedPayload) -> UInt8 {
        guard offset < end else { throw MalformedPayload() }
        defer { offset += 1 }
        return bytes[offset]
    }

    mutating func slice(_ count: UInt64) throws(MalformedPayload) -> ArraySlice<UInt8> {
        guard count <= UInt64(end - offset) else { throw MalformedPayload() }
        defer { offset += Int(count) }
        return bytes[offset..<offset + Int(count)]
    }

    mutating func fixed() throws(MalformedPayload) -> UInt64 {
        try slice(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func varint() throws(MalformedPayload) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0 as UInt64, to: 70, by: 7) {
            let byte = try byte()
            // The tenth byte has the one bit that is left.
            if shift == 63, byte > 1 { throw MalformedPayload() }
            value |= UInt64(byte & 0x7f) << shift
            if byte & 0x80 == 0 { return value }
        }
        throw MalformedPayload()
    }

    /// A number of at most 32 bits.
    mutating func shortVarint() throws(MalformedPayload) -> UInt32 {
        guard let value = UInt32(exactly: try varint()) else { throw MalformedPayload() }
        return value
    }

    mutating func text(limit: Int) throws(MalformedPayload) -> String {
        let count = try varint()
        guard count <= UInt64(limit), let text = String(validating: try slice(count), as: UTF8.self) else {
            throw MalformedPayload()
        }
        return text
    }
}
