/// A part of a file, read at offsets that the file itself names: nothing outside is ever touched.
struct CheckedBytes: Sendable {
    /// The bytes, not copied.
    let elements: ArraySlice<UInt8>

    init(_ elements: ArraySlice<UInt8>) { self.elements = elements }
    init(_ bytes: [UInt8]) { elements = bytes[...] }

    var count: UInt64 { UInt64(elements.count) }

    /// The little-endian integer at `offset`, or nil when it is cut off.
    func load<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type, at offset: UInt64) -> Value? {
        guard let bytes = slice(offset, UInt64(MemoryLayout<Value>.size)) else { return nil }
        return bytes.elements.withUnsafeBytes { Value(littleEndian: $0.loadUnaligned(as: type)) }
    }

    /// A part of it, or nil when any of that is missing.
    func slice(_ offset: UInt64, _ count: UInt64) -> CheckedBytes? {
        let (end, overflow) = offset.addingReportingOverflow(count)
        guard !overflow, end <= self.count else { return nil }
        let start = elements.startIndex
        return CheckedBytes(elements[start + Int(offset)..<start + Int(end)])
    }

    /// The longest name that is read, in bytes: mangled Swift names can be long.
    static let textLimit: UInt64 = 4096

    /// The text up to the next zero byte, or nil without one within ``textLimit`` bytes.
    func text(at offset: UInt64) -> String? {
        guard offset < count, let rest = slice(offset, min(Self.textLimit, count - offset))?.elements,
            let end = rest.firstIndex(of: 0)
        else { return nil }
        return String(validating: rest[..<end], as: UTF8.self)
    }
}
