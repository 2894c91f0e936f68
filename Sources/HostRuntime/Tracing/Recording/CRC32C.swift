/// The cyclic redundancy check with Castagnoli's polynomial (RFC 3720, section 12.1): it notices what a crash or a disk
/// did to a chunk, not what somebody did on purpose.
package struct CRC32C {
    private var state: UInt32 = ~0

    package init() {}

    package var value: UInt32 { ~state }

    package static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        var checksum = CRC32C()
        checksum.update(bytes)
        return checksum.value
    }

    /// Eight bytes a turn, each by a table of its own: a byte at a time would cost as much as encoding does.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        let state = Self.tables.withUnsafeBufferPointer { tables in
            var state = self.state
            var offset = 0
            while bytes.count - offset >= 8 {
                let word =
                    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) ^ UInt64(state)
                state = 0
                for index in 0..<8 {
                    state ^= tables[(7 - index) << 8 | Int(truncatingIfNeeded: word >> UInt64(index * 8) & 0xff)]
                }
                offset += 8
            }
            for byte in bytes[offset...] {
                state = state >> 8 ^ tables[Int((state ^ UInt32(byte)) & 0xff)]
            }
            return state
        }
        self.state = state
    }

    /// Table `n` has, for each byte, the remainder of that byte followed by `n` zero bytes.
    private static let tables: [UInt32] = {
        let polynomial: UInt32 = 0x82f6_3b78
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var remainder = UInt32(byte)
            for _ in 0..<8 { remainder = remainder >> 1 ^ (remainder & 1 == 0 ? 0 : polynomial) }
            tables[byte] = remainder
        }
        for index in 256..<tables.count {
            let before = tables[index - 256]
            tables[index] = before >> 8 ^ tables[Int(before & 0xff)]
        }
        return tables
    }()
}
