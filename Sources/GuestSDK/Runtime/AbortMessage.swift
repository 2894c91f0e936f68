/// Text of a fixed capacity, for moments when the heap cannot be relied upon. What does not fit is cut off between
/// characters.
struct AbortMessage: ~Copyable {
    private static let capacity = 1024
    private var bytes = InlineArray<1024, UInt8>(repeating: 0)
    private var count = 0
    private var isFull = false

    init() {}

    mutating func append(_ text: StaticString) {
        append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func append(_ text: String) {
        let utf8 = text.utf8.span
        utf8.withUnsafeBufferPointer { append($0) }
    }

    mutating func append(_ number: UInt64) {
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var first = 20
        var rest = number
        repeat {
            first -= 1
            digits[first] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        } while rest > 0
        digits.span.extracting(first..<20).withUnsafeBufferPointer { append($0) }
    }

    mutating func append(byte: UInt8) {
        guard count < Self.capacity else { return }
        bytes[count] = byte
        count += 1
    }

    private mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        guard !isFull else { return }
        var length = text.count
        if length > Self.capacity - count {
            isFull = true
            length = Self.capacity - count
            // A byte of the form 10xxxxxx continues a character (RFC 3629).
            while length > 0, text[length] & 0xc0 == 0x80 { length -= 1 }
        }
        for index in 0..<length { bytes[count + index] = text[index] }
        count += length
    }

    func withText(_ body: (RawSpan) -> Void) {
        body(bytes.span.extracting(0..<count).bytes)
    }
}
