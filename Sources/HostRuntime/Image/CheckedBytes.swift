/// A part of a file, read at offsets that the file itself names: nothing outside is ever touched.
struct CheckedBytes: Sendable {
    /// The bytes, not copied: to be compared, copied or taken as text.
    let elements: ArraySlice<UInt8>

    init(_ elements: ArraySlice<UInt8>) { self.elements = elements }
    init(_ bytes: [UInt8]) { elements = bytes[...] }

    var count: Int { elements.count }

    /// The little-endian integer at `offset`, or nil when it is cut off.
    func load<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type, at offset: GuestNumber) -> GuestNumber? {
        guard let bytes = slice(offset, GuestNumber(MemoryLayout<Value>.size)) else { return nil }
        return bytes.elements.withUnsafeBytes { GuestNumber(Value(littleEndian: $0.loadUnaligned(as: type))) }
    }

    /// A part of it, or nil when any of that is missing.
    func slice(_ offset: GuestNumber, _ count: GuestNumber) -> CheckedBytes? {
        guard let offset = offset.bounded(by: elements.count), let count = count.bounded(by: elements.count - offset)
        else { return nil }
        let start = elements.startIndex + offset
        return CheckedBytes(elements[start..<start + count])
    }

    /// The entries of a table, `count` of `size` bytes each; nil when any of it is missing.
    func table(at offset: GuestNumber, of count: Int, size: GuestNumber) -> [CheckedBytes]? {
        guard let total = GuestNumber(count).multiplied(by: size), let table = slice(offset, total),
            let size = size.bounded(by: .max)
        else { return nil }
        return (0..<count).map { index in
            let start = table.elements.startIndex + index * size
            return CheckedBytes(table.elements[start..<start + size])
        }
    }

    /// The longest name that is read, in bytes: mangled Swift names can be long.
    static let textLimit = 4096

    /// The text up to the next zero byte, or nil without one within ``textLimit`` bytes.
    func text(at offset: GuestNumber, limit: Int = textLimit) -> String? {
        guard let offset = offset.index(below: elements.count) else { return nil }
        let rest = elements.dropFirst(offset).prefix(limit)
        guard let end = rest.firstIndex(of: 0) else { return nil }
        return String(validating: rest[..<end], as: UTF8.self)
    }
}
