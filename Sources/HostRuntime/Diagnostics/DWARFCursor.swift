/// Reads DWARF data forward, within bounds (DWARF 4, section 7).
struct DWARFCursor {
    let bytes: CheckedBytes
    private(set) var position: UInt64

    init(_ bytes: CheckedBytes, at position: UInt64 = 0) {
        self.bytes = bytes
        self.position = position
    }

    mutating func read<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type) -> Value? {
        guard let value = bytes.load(type, at: position) else { return nil }
        position += UInt64(MemoryLayout<Value>.size)
        return value
    }

    /// An unsigned LEB128 number; nil when it does not fit 63 bits.
    mutating func readUnsigned() -> UInt64? {
        var result: UInt64 = 0
        for shift in stride(from: 0, to: 63, by: 7) {
            guard let byte = read(UInt8.self) else { return nil }
            result |= UInt64(byte & 0x7f) << UInt64(shift)
            if byte & 0x80 == 0 { return result }
        }
        return nil
    }

    /// A signed LEB128 number; nil when it is of more than nine bytes.
    mutating func readSigned() -> Int64? {
        var result: Int64 = 0
        for shift in stride(from: 0, to: 63, by: 7) {
            guard let byte = read(UInt8.self) else { return nil }
            result |= Int64(byte & 0x7f) << Int64(shift)
            guard byte & 0x80 != 0 else { return byte & 0x40 == 0 ? result : result | -1 << Int64(shift + 7) }
        }
        return nil
    }

    mutating func skip(_ count: UInt64) -> Bool {
        let (end, overflow) = position.addingReportingOverflow(count)
        guard !overflow, end <= bytes.count else { return false }
        position = end
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
