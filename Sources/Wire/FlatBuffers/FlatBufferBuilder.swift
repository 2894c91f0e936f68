/// Writes one message from back to front, straight into a buffer.
///
/// Parts are written before the tables that refer to them: strings and vectors first, the root last. Nothing is
/// allocated, and only the bytes of the message are touched. The message ends at the last multiple of 8 in the buffer
/// and starts at a multiple of 8, so that a reader can rely on the alignment of every field.
///
/// A builder that has thrown is of no further use.
public struct FlatBufferBuilder: ~Copyable {
    /// The number of fields that a table can have.
    public static let slotLimit = 32

    /// The aligned end of the buffer; everything is addressed back from here.
    @usableFromInline let end: UnsafeMutableRawPointer
    @usableFromInline let endOffset: Int
    @usableFromInline let capacity: Int
    /// The number of bytes written so far.
    @usableFromInline var used: Int

    /// The value of `used` when the open table was started.
    @usableFromInline var tableStart: Int
    /// For each slot of the open table, how far from `tableStart` the field begins; 0 for absent fields.
    @usableFromInline var slots: InlineArray<32, UInt16>
    /// The number of leading `slots` that are valid.
    @usableFromInline var slotCount: Int

    /// Makes a builder for a message at the end of `buffer`, which must outlive the builder.
    @inlinable
    public init(writingInto buffer: UnsafeMutableRawBufferPointer) {
        // An empty buffer need not have an address; nothing is written through this one.
        let base = UnsafeMutableRawPointer(
            buffer.baseAddress ?? UnsafeMutableRawPointer(bitPattern: 8).unsafelyUnwrapped)
        let slack = Int(bitPattern: base + buffer.count) & 7
        endOffset = max(0, buffer.count - slack)
        end = base + endOffset
        // Offsets are 32 bits wide, and signed where they lead from a table to its vtable.
        capacity = min(endOffset, Int(Int32.max))
        used = 0
        tableStart = 0
        slots = InlineArray(repeating: 0)
        slotCount = 0
    }

    /// Reserves `size` bytes below what is already written, so that the last `alignedSize` of them start at a multiple
    /// of `alignment`.
    @inlinable @inline(__always)
    mutating func reserve(
        _ size: Int, aligning alignedSize: Int, to alignment: Int
    ) throws(WireError) -> UnsafeMutableRawPointer {
        // The sum wraps only for sizes that the check below refuses.
        let padding = (0 &- (used &+ alignedSize)) & (alignment &- 1)
        guard size <= capacity &- used &- padding else { throw shortage(of: size, padding: padding) }
        if padding > 0 { clear(padding) }
        used &+= padding &+ size
        return end - used
    }

    /// Clears the next bytes, fewer than 8: what the buffer held before must not become part of a message.
    @inlinable
    func clear(_ count: Int) {
        var place = end - used
        if count & 1 != 0 {
            place -= 1
            place.storeBytes(of: 0, as: UInt8.self)
        }
        if count & 2 != 0 {
            place -= 2
            place.storeBytes(of: 0, as: UInt16.self)
        }
        if count & 4 != 0 {
            place -= 4
            place.storeBytes(of: 0, as: UInt32.self)
        }
    }

    @usableFromInline
    func shortage(of size: Int, padding: Int) -> WireError {
        let (needed, overflow) = size.addingReportingOverflow(used + padding)
        return .bufferTooSmall(needed: overflow ? .max : needed, capacity: capacity)
    }

    /// Writes a scalar at a multiple of its size.
    @inlinable @inline(__always)
    mutating func push<Scalar: FlatBufferScalar>(_ scalar: Scalar) throws(WireError) {
        try reserve(Scalar.wireSize, aligning: Scalar.wireSize, to: Scalar.wireSize)
            .storeBytes(of: scalar.wireBits.littleEndian, as: Scalar.WireBits.self)
    }

    /// Writes the offset from here to a finished part.
    @inlinable @inline(__always)
    mutating func push(_ target: FlatBufferOffset) throws(WireError) {
        let place = try reserve(4, aligning: 4, to: 4)
        place.storeBytes(of: (UInt32(used) - target.distanceFromEnd).littleEndian, as: UInt32.self)
    }

    /// The part that was written last.
    @inlinable
    var head: FlatBufferOffset { FlatBufferOffset(distanceFromEnd: UInt32(used)) }

    /// Where in the buffer anything was written, also when a part did not fit.
    @inlinable
    public var written: Range<Int> { endOffset - used..<endOffset }

    /// Writes the header and ends the message.
    ///
    /// - Returns: The bytes of the message in the buffer given to `init(writingInto:)`.
    @inlinable
    public mutating func finish(
        root: FlatBufferOffset, identifier: FileIdentifier? = nil
    ) throws(WireError) -> Range<Int> {
        let size = identifier == nil ? 4 : 8
        let header = try reserve(size, aligning: size, to: 8)
        header.storeBytes(of: (UInt32(used) - root.distanceFromEnd).littleEndian, as: UInt32.self)
        if let identifier {
            header.storeBytes(of: identifier.code.littleEndian, toByteOffset: 4, as: UInt32.self)
        }
        return written
    }
}
