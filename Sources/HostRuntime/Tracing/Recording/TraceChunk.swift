/// A chunk in the making, for what is not on the hot path.
package struct TraceChunk {
    package private(set) var bytes: [UInt8]
    private let kind: TraceStream.ChunkKind

    package init(_ kind: TraceStream.ChunkKind) {
        self.kind = kind
        bytes = [UInt8](repeating: 0, count: TraceStream.chunkHeaderSize)
    }

    package var payloadSize: Int { bytes.count - TraceStream.chunkHeaderSize }

    package mutating func append(byte: UInt8) { bytes.append(byte) }

    package mutating func append(bytes more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    package mutating func append(fixed value: UInt64) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Seven bits a byte, the lowest first; the top bit says that there are more.
    package mutating func append(_ value: some FixedWidthInteger & UnsignedInteger) {
        var rest = UInt64(value)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Cut to `limit` bytes, in front of a character that does not fit.
    package mutating func append(_ text: String, limit: Int) {
        let cut = text.prefixOfUTF8(limit)
        append(UInt64(cut.count))
        bytes.append(contentsOf: cut)
    }

    /// The chunk with its header.
    package consuming func finished() -> [UInt8] {
        bytes.withUnsafeMutableBytes { TraceChunk.finish($0, kind) }
        return bytes
    }

    /// Writes the header of a chunk whose payload is in place. The checksum is of kind, length and payload.
    static func finish(_ chunk: UnsafeMutableRawBufferPointer, _ kind: TraceStream.ChunkKind) {
        let size = TraceStream.chunkHeaderSize
        chunk.storeBytes(of: kind.rawValue.littleEndian, toByteOffset: 0, as: UInt32.self)
        chunk.storeBytes(of: UInt32(chunk.count - size).littleEndian, toByteOffset: 4, as: UInt32.self)
        var checksum = CRC32C()
        checksum.update(UnsafeRawBufferPointer(rebasing: chunk[..<8]))
        checksum.update(UnsafeRawBufferPointer(rebasing: chunk[size...]))
        chunk.storeBytes(of: checksum.value.littleEndian, toByteOffset: 8, as: UInt32.self)
    }
}

extension String {
    /// At most `limit` bytes, none of them of a character that is cut.
    func prefixOfUTF8(_ limit: Int) -> Substring.UTF8View {
        guard utf8.count > limit else { return self[...].utf8 }
        var end = utf8.index(utf8.startIndex, offsetBy: limit)
        while end > utf8.startIndex, utf8[end] & 0xc0 == 0x80 { end = utf8.index(before: end) }
        return self[..<end].utf8
    }
}
