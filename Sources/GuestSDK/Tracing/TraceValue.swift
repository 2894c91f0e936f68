internal import Wire

/// A value that a trace record can hold.
///
/// The integers up to 64 bits, `Float`, `Double` and `Bool` are such values. A type of the guest's own becomes one by
/// telling which of them it is shown as.
public protocol TraceValue {
    /// The value as a trace shows it.
    var traceWord: TraceWord { get }
}

/// The 64 bits that a trace record holds of a value, and how to read them.
public struct TraceWord: Sendable {
    let bits: UInt64
    let type: TraceRecord.ValueType

    /// A number that may be negative.
    @inline(__always)
    public static func signed(_ value: Int64) -> Self {
        Self(bits: UInt64(bitPattern: value), type: .signed)
    }

    /// A number that is not negative.
    @inline(__always)
    public static func unsigned(_ value: UInt64) -> Self {
        Self(bits: value, type: .unsigned)
    }

    /// A floating-point number.
    @inline(__always)
    public static func float(_ value: Double) -> Self {
        Self(bits: value.bitPattern, type: .float)
    }

    /// A truth value.
    @inline(__always)
    public static func bool(_ value: Bool) -> Self {
        Self(bits: value ? 1 : 0, type: .bool)
    }
}

extension TraceValue where Self: FixedWidthInteger {
    /// The number.
    @inline(__always)
    public var traceWord: TraceWord {
        Self.isSigned ? .signed(Int64(truncatingIfNeeded: self)) : .unsigned(UInt64(truncatingIfNeeded: self))
    }
}

extension Int: TraceValue {}
extension Int8: TraceValue {}
extension Int16: TraceValue {}
extension Int32: TraceValue {}
extension Int64: TraceValue {}
extension UInt: TraceValue {}
extension UInt8: TraceValue {}
extension UInt16: TraceValue {}
extension UInt32: TraceValue {}
extension UInt64: TraceValue {}

extension Float: TraceValue {
    /// The number.
    @inline(__always)
    public var traceWord: TraceWord { .float(Double(self)) }
}

extension Double: TraceValue {
    /// The number.
    @inline(__always)
    public var traceWord: TraceWord { .float(self) }
}

extension Bool: TraceValue {
    /// The truth value.
    @inline(__always)
    public var traceWord: TraceWord { .bool(self) }
}
