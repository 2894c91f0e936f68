/// The text of a string field, read in place.
public struct StringView: ~Escapable {
    /// The bytes without the terminating NUL, not yet known to be UTF-8.
    public let utf8: RawSpan
    /// The message that the string is part of.
    @usableFromInline let message: RawSpan
    /// Where the bytes start in the message.
    @usableFromInline let position: Int

    @inlinable
    @_lifetime(copy message)
    init(message: RawSpan, position: Int) throws(WireError) {
        utf8 = try VectorElements(message: message, position: position, elementSize: 1).bytes
        self.message = message
        self.position = position + 4
    }

    /// Copies the text, which must be UTF-8, to the heap.
    public func decoded() throws(WireError) -> String {
        var failure: WireError?
        let text = String(unsafeUninitializedCapacity: utf8.byteCount) { copy in
            utf8.withUnsafeBytes { UnsafeMutableRawBufferPointer(copy).copyMemory(from: $0) }
            // It is the copy that must be valid: the other side might still write to the message.
            let bytes = UnsafeBufferPointer(rebasing: copy[..<utf8.byteCount])
            failure = Self.firstError(in: bytes, position: position)
            return failure == nil ? bytes.count : 0
        }
        if let failure { throw failure }
        return text
    }

    /// Checks that the text is UTF-8.
    public func validate() throws(WireError) {
        let failure = utf8.withUnsafeBytes { bytes in
            Self.firstError(in: bytes.assumingMemoryBound(to: UInt8.self), position: position)
        }
        if let failure { throw failure }
    }

    /// The error for the first bytes that are not UTF-8, if there are any.
    private static func firstError(in bytes: UnsafeBufferPointer<UInt8>, position: Int) -> WireError? {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return .malformed(.invalidUTF8, offset: position + error.byteOffsets.lowerBound)
        }
    }
}
