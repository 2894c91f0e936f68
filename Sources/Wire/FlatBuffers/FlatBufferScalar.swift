/// A type that FlatBuffers store inline, as its little-endian bits.
public protocol FlatBufferScalar: Sendable {
    /// The integer of the same width.
    associatedtype WireBits: FixedWidthInteger & BitwiseCopyable
    /// Makes a scalar of any bits; every pattern is accepted, since they come from the other side.
    init(wireBits: WireBits)
    /// The bits, all of them: NaN payloads and the sign of zero survive.
    var wireBits: WireBits { get }
}

extension FlatBufferScalar where Self: FixedWidthInteger & BitwiseCopyable {
    /// Makes an integer of itself.
    @inlinable
    public init(wireBits: Self) { self = wireBits }

    /// The integer itself.
    @inlinable
    public var wireBits: Self { self }
}

extension Int8: FlatBufferScalar {}
extension UInt8: FlatBufferScalar {}
extension Int16: FlatBufferScalar {}
extension UInt16: FlatBufferScalar {}
extension Int32: FlatBufferScalar {}
extension UInt32: FlatBufferScalar {}
extension Int64: FlatBufferScalar {}
extension UInt64: FlatBufferScalar {}

extension Float: FlatBufferScalar {
    /// Makes a number of its IEEE 754 bits.
    @inlinable
    public init(wireBits: UInt32) { self.init(bitPattern: wireBits) }

    /// The IEEE 754 bits.
    @inlinable
    public var wireBits: UInt32 { bitPattern }
}

extension Double: FlatBufferScalar {
    /// Makes a number of its IEEE 754 bits.
    @inlinable
    public init(wireBits: UInt64) { self.init(bitPattern: wireBits) }

    /// The IEEE 754 bits.
    @inlinable
    public var wireBits: UInt64 { bitPattern }
}

extension Bool: FlatBufferScalar {
    /// Takes every byte but 0 for true, as C++ does; a `Bool` loaded from another byte would be undefined.
    @inlinable
    public init(wireBits: UInt8) { self = wireBits != 0 }

    /// 1 for true, 0 for false.
    @inlinable
    public var wireBits: UInt8 { self ? 1 : 0 }
}

extension FlatBufferScalar {
    /// The size in bytes, which is also the alignment.
    @inlinable
    static var wireSize: Int { MemoryLayout<WireBits>.size }
}
