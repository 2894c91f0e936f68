/// Reads DWARF data forward, within bounds (DWARF 4, section 7).
struct DWARFCursor {
    let bytes: CheckedBytes
    /// At most the number of the bytes.
    private(set) var position: Int

    /// - Parameter position: Beyond the end, there is nothing to read.
    init(_ bytes: CheckedBytes, at position: GuestNumber = 0) {
        self.bytes = bytes
        self.position = position.bounded(by: bytes.count) ?? bytes.count
    }

    mutating func read<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type) -> GuestNumber? {
        guard let value = bytes.load(type, at: GuestNumber(position)) else { return nil }
        position += MemoryLayout<Value>.size
        return value
    }

    /// A byte, as a number of the host's.
    mutating func readByte() -> Int? { read(UInt8.self)?.bounded(by: 255) }

    /// An unsigned LEB128 number; nil when it does not fit 63 bits.
    mutating func readUnsigned() -> GuestNumber? { readNumber()?.value }

    /// A signed LEB128 number as its two's complement; nil when it is of more than nine bytes.
    mutating func readSigned() -> GuestNumber? {
        guard let (value, bitCount) = readNumber() else { return nil }
        let isNegative = value >> (bitCount - 1) != 0
        return isNegative ? value | .allOnes << bitCount : value
    }

    /// A number in groups of seven bits, the lowest first.
    private mutating func readNumber() -> (value: GuestNumber, bitCount: Int)? {
        var value = GuestNumber.zero
        for shift in stride(from: 0, to: 63, by: 7) {
            guard let byte = read(UInt8.self) else { return nil }
            value = value | (byte & 0x7f) << shift
            if byte & 0x80 == 0 { return (value, shift + 7) }
        }
        return nil
    }

    mutating func skip(_ count: GuestNumber) -> Bool {
        guard let count = count.bounded(by: bytes.count - position) else { return false }
        position += count
        return true
    }

    /// Moves behind the next zero byte; false without one within the longest text that is ever read.
    mutating func skipText() -> Bool {
        for _ in 0...CheckedBytes.textLimit {
            guard let byte = read(UInt8.self) else { return false }
            if byte == 0 { return true }
        }
        return false
    }
}
