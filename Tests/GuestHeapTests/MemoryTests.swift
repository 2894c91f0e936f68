import CGuest
import Glibc
import TestSupport
import Testing

/// The memory functions against the C library's.
struct MemoryTests {
    /// Every small length, and those around where another method begins or pages end.
    static let lengths = Array(0...600) + Array(1000...1040) + [2047, 2048, 4095, 4096, 4097, 8000]

    @Test func copiesAtEveryAlignment() throws {
        var random = SeededGenerator(seed: 1)
        let source = try GuardedBuffer()
        let actual = try GuardedBuffer()
        let expected = try GuardedBuffer()
        source.fill(using: &random)
        actual.fill(using: &random)
        memcpy(expected.start, actual.start, GuardedBuffer.size)
        for from in 0..<16 {
            for to in 0..<16 {
                for length in Self.lengths {
                    memcpy(expected.start + to, source.start + from, length)
                    let result = swiftlet_memcpy(actual.start + to, source.start + from, length)
                    try #require(result == actual.start + to)
                    try #require(
                        memcmp(actual.start, expected.start, GuardedBuffer.size) == 0,
                        "\(length) bytes from \(from) to \(to)")
                    memset(actual.start, 0xaa, to + length)
                    memset(expected.start, 0xaa, to + length)
                }
            }
        }
    }

    @Test func movesBetweenOverlappingOperands() throws {
        var random = SeededGenerator(seed: 2)
        let original = try GuardedBuffer()
        let actual = try GuardedBuffer()
        let expected = try GuardedBuffer()
        original.fill(using: &random)
        let distances = Array(-80...80) + [-1000, -513, -256, -128, 128, 256, 513, 1000]
        for distance in distances {
            for length in Self.lengths where length <= 4097 {
                let used = 1100 + length + 1100
                memcpy(actual.start, original.start, used)
                memcpy(expected.start, original.start, used)
                memmove(expected.start + 1024 + distance, expected.start + 1024, length)
                let destination = actual.start + 1024 + distance
                try #require(swiftlet_memmove(destination, actual.start + 1024, length) == destination)
                try #require(memcmp(actual.start, expected.start, used) == 0, "\(length) bytes by \(distance)")
            }
        }
    }

    @Test func fillsAtEveryAlignment() throws {
        let actual = try GuardedBuffer()
        let expected = try GuardedBuffer()
        for to in 0..<16 {
            for length in Self.lengths {
                // Only the value's low byte counts.
                let value = Int32(length) &* 257 &- 300
                memset(expected.start + to, value, length)
                try #require(swiftlet_memset(actual.start + to, value, length) == actual.start + to)
                try #require(
                    memcmp(actual.start, expected.start, GuardedBuffer.size) == 0, "\(length) bytes at \(to)")
            }
        }
    }

    @Test func nothingOutsideTheOperandsIsTouched() throws {
        let left = try GuardedBuffer()
        let right = try GuardedBuffer()
        for length in Self.lengths {
            for (to, from) in [(left.start, right.start), (left.end - length, right.end - length)] {
                swiftlet_memcpy(to, from, length)
                swiftlet_memset(to, 0, length)
                try #require(swiftlet_memcmp(to, from, length) == 0)
                try #require(swiftlet_bcmp(to, from, length) == 0)
            }
        }
    }

    @Test func comparisonsFindTheFirstDifference() throws {
        var random = SeededGenerator(seed: 3)
        let left = try GuardedBuffer()
        let right = try GuardedBuffer()
        left.fill(using: &random)
        memcpy(right.start, left.start, GuardedBuffer.size)
        for alignment in 0..<8 {
            let (l, r) = (left.start + alignment, right.start + 3)
            memcpy(r, l, 600)
            for length in 0...100 {
                try #require(swiftlet_memcmp(l, r, length) == 0)
                for position in 0..<length {
                    // A later difference must not count.
                    let old = r.load(fromByteOffset: position, as: UInt8.self)
                    let last = r.load(fromByteOffset: length - 1, as: UInt8.self)
                    r.storeBytes(of: ~last, toByteOffset: length - 1, as: UInt8.self)
                    r.storeBytes(of: old ^ 0x80, toByteOffset: position, as: UInt8.self)
                    try #require(swiftlet_memcmp(l, r, length).signum() == memcmp(l, r, length).signum())
                    try #require(swiftlet_memcmp(r, l, length).signum() == memcmp(r, l, length).signum())
                    try #require(swiftlet_bcmp(l, r, length) != 0)
                    r.storeBytes(of: last, toByteOffset: length - 1, as: UInt8.self)
                    r.storeBytes(of: old, toByteOffset: position, as: UInt8.self)
                }
            }
        }
    }

    @Test func stringsEndAtTheirFirstZero() throws {
        let buffer = try GuardedBuffer()
        memset(buffer.start, 0x80, GuardedBuffer.size)
        (buffer.end - 1).storeBytes(of: 0, as: UInt8.self)
        for length in 0...600 {
            let string = (buffer.end - 1 - length).assumingMemoryBound(to: CChar.self)
            #expect(swiftlet_strlen(string) == length)
        }
    }
}
