internal import Wire

/// A record as the guest wrote it, each word read once.
struct GuestTraceRecord {
    let counter: GuestNumber
    private let site: GuestNumber
    private let value: GuestNumber
    let place: GuestNumber

    /// - Parameter offset: Of a whole record.
    @inline(__always)
    init(_ records: UnsafeRawBufferPointer, _ offset: Int) {
        let record = records.baseAddress.unsafelyUnwrapped + offset
        counter = GuestNumber(record.loadUnaligned(fromByteOffset: TraceRecord.counterOffset, as: UInt64.self))
        site = GuestNumber(record.loadUnaligned(fromByteOffset: TraceRecord.siteOffset, as: UInt64.self))
        value = GuestNumber(record.loadUnaligned(fromByteOffset: TraceRecord.valueOffset, as: UInt64.self))
        place = GuestNumber(record.loadUnaligned(fromByteOffset: TraceRecord.placeOffset, as: UInt64.self))
    }

    /// The address of the trace point's name.
    @inline(__always)
    var name: GuestAddress { GuestAddress(site & GuestNumber(1 << UInt64(TraceRecord.nameBits) - 1)) }

    /// Kind and type of the value as the stream has them in an event's first byte; zero where there is no such event.
    @inline(__always)
    func firstByte(_ table: TraceHeaderTable) -> UInt8 { table[site >> TraceRecord.valueTypeShift] }

    /// What is wrong with one that is not to be recorded.
    var problem: TraceRecordProblem {
        guard let kind = (site >> TraceRecord.kindShift).decoded(as: TraceRecord.Kind.self) else {
            return .unknownKind
        }
        let typeCode = site >> TraceRecord.valueTypeShift & 0xff
        guard let type = typeCode.decoded(as: TraceRecord.ValueType.self) else { return .unknownValueType }
        return kind == .argument && type != .none ? .orphanArgument : .missingValue
    }

    /// Writes the record as an event of the stream.
    @inline(__always)
    func append(to output: inout TraceOutput, firstByte: UInt8, delta: UInt64, site: UInt32) {
        output.append(byte: firstByte)
        output.append(varint: delta)
        output.append(varint: UInt64(site))
        switch firstByte >> 4 {
        case TraceStream.ValueKind.none.rawValue:
            break
        case TraceStream.ValueKind.signed.rawValue:
            // Zigzag, so that small negative values are short too.
            let value = value.rawBits
            output.append(varint: value << 1 ^ UInt64(bitPattern: Int64(bitPattern: value) >> 63))
        case TraceStream.ValueKind.unsigned.rawValue:
            output.append(varint: value.rawBits)
        case TraceStream.ValueKind.float.rawValue:
            output.append(fixed: value.rawBits)
        default:
            output.append(byte: value == 0 ? 0 : 1)
        }
    }
}
