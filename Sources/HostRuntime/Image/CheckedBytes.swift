/// A file's bytes, read at offsets that the file itself names: nothing outside is ever touched.
struct CheckedBytes: Sendable {
    let bytes: [UInt8]

    var count: UInt64 { UInt64(bytes.count) }

    /// The little-endian integer at `offset`, or nil when it is cut off.
    func load<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type, at offset: UInt64) -> Value? {
        guard let range = range(offset, UInt64(MemoryLayout<Value>.size)) else { return nil }
        return bytes.withUnsafeBytes {
            Value(littleEndian: $0.loadUnaligned(fromByteOffset: range.lowerBound, as: type))
        }
    }

    /// The part of the file, or nil when any of it is missing.
    func slice(_ offset: UInt64, _ count: UInt64) -> ArraySlice<UInt8>? {
        range(offset, count).map { bytes[$0] }
    }

    /// The longest name that is read, in bytes: mangled Swift names can be long.
    static let textLimit: UInt64 = 4096

    /// The text up to the next zero byte, or nil without one within ``textLimit`` bytes.
    func text(at offset: UInt64) -> String? {
        guard offset < count, let rest = slice(offset, min(Self.textLimit, count - offset)),
            let end = rest.firstIndex(of: 0)
        else { return nil }
        return String(validating: rest[..<end], as: UTF8.self)
    }

    private func range(_ offset: UInt64, _ count: UInt64) -> Range<Int>? {
        let (end, overflow) = offset.addingReportingOverflow(count)
        guard !overflow, end <= self.count else { return nil }
        return Int(offset)..<Int(end)
    }
}
