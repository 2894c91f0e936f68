internal import Wire

/// A record as the guest wrote it, each word read once.
struct GuestTraceRecord {
    let counter: UInt64
    private let site: UInt64
    private let value: UInt64
    let place: UInt64

    /// - Parameter offset: Of a whole record.
    @inline(__always)
    init(_ records: UnsafeRawBufferPointer, _ offset: Int) {
        let record = records.baseAddress.unsafelyUnwrapped + offset
        counter = record.loadUnaligned(fromByteOffset: TraceRecord.counterOffset, as: UInt64.self)
        site = record.loadUnaligned(fromByteOffset: TraceRecord.siteOffset, as: UInt64.self)
        value = record.loadUnaligned(fromByteOffset: TraceRecord.valueOffset, as: UInt64.self)
        place = record.loadUnaligned(fromByteOffset: TraceRecord.placeOffset, as: UInt64.self)
    }

    /// The address of the trace point's name.
    @inline(__always)
    var name: UInt64 { site & (1 << UInt64(TraceRecord.nameBits) - 1) }

    @inline(__always)
    private var kind: UInt8 { UInt8(truncatingIfNeeded: site >> UInt64(TraceRecord.kindShift)) }

    @inline(__always)
    private var valueType: UInt8 { UInt8(truncatingIfNeeded: site >> UInt64(TraceRecord.valueTypeShift)) }

    @inline(__always)
    var isArgument: Bool { kind == TraceRecord.Kind.argument.rawValue }

    /// Whether kind and type of value are known, and there is a value where the kind has one.
    @inline(__always)
    var isValid: Bool {
        kind &- 1 < TraceRecord.Kind.argument.rawValue && valueType <= TraceRecord.ValueType.bool.rawValue
            && (valueType != TraceRecord.ValueType.none.rawValue || kind < TraceRecord.Kind.counter.rawValue)
    }

    /// What is wrong with one that is not to be recorded.
    var problem: TraceRecordProblem {
        if TraceRecord.Kind(rawValue: kind) == nil { return .unknownKind }
        if TraceRecord.ValueType(rawValue: valueType) == nil { return .unknownValueType }
        return isArgument && valueType != TraceRecord.ValueType.none.rawValue ? .orphanArgument : .missingValue
    }

    /// Writes the record, which is valid, as an event of the stream.
    @inline(__always)
    func append(to output: inout TraceOutput, delta: UInt64, site: UInt32) {
        // In the stream, functions and blocks begin and end alike. Digit `n` is the stream's kind for the kind `n`.
        let streamKind = UInt8(truncatingIfNeeded: (0x5432_1210 as UInt32) &>> (UInt32(kind) &* 4)) & 0xf
        output.append(byte: streamKind | valueType &<< 4)
        output.append(varint: delta)
        output.append(varint: UInt64(site))
        switch valueType {
        case TraceRecord.ValueType.none.rawValue:
            break
        case TraceRecord.ValueType.signed.rawValue:
            // Zigzag, so that small negative values are short too.
            output.append(varint: value << 1 ^ UInt64(bitPattern: Int64(bitPattern: value) >> 63))
        case TraceRecord.ValueType.unsigned.rawValue:
            output.append(varint: value)
        case TraceRecord.ValueType.float.rawValue:
            output.append(fixed: value)
        default:
            output.append(byte: value == 0 ? 0 : 1)
        }
    }
}
