internal import Wire

extension TraceEncoder {
    /// Records what a guest has written into its buffer, in the order in which it was written.
    ///
    /// All of it is the guest's word. What cannot be is reported; nothing that it writes costs more than a bounded time.
    ///
    /// - Parameters:
    ///   - records: As `TraceRecord` describes them, while the guest stands still.
    ///   - counterOffset: What the guest's counter has more than the host's.
    ///   - entered: The host's counter before the guest was entered.
    ///   - left: The host's counter after it left.
    package func guestRecords(
        _ records: UnsafeRawBufferPointer, counterOffset: Int64, entered: UInt64, left: UInt64
    ) {
        let count = records.count / TraceRecord.size
        if records.count % TraceRecord.size != 0 { report(.cutRecord) }
        guard count > 0, let base = records.baseAddress else { return }
        var window = Window(entered: entered, left: left, latest: latest)
        let offset = UInt64(bitPattern: counterOffset)
        var failedLookups = 0
        for index in 0..<count {
            makeRoom()
            if isStopped {
                losses &+= UInt64(count &- index)
                return
            }
            let record = base + index &* TraceRecord.size
            let word = record.loadUnaligned(fromByteOffset: TraceRecord.siteOffset, as: UInt64.self)
            let header = TraceRecordHeader(word)
            guard header.isValid, !(header.isArgument && dropsArguments) else {
                report(header.problem)
                dropsArguments = true
                continue
            }
            dropsArguments = false
            let place = record.loadUnaligned(fromByteOffset: TraceRecord.placeOffset, as: UInt64.self)
            let name = word & (1 << UInt64(TraceRecord.nameBits) - 1)
            let site = sites.find(name, place) ?? resolve(name, place, &failedLookups)
            let counter = record.loadUnaligned(fromByteOffset: TraceRecord.counterOffset, as: UInt64.self)
            var time = counter &- offset
            if !window.contains(time) { time = clamp(time, to: window) }
            buffer.append(byte: header.firstByte)
            buffer.append(varint: time &- latest)
            buffer.append(varint: UInt64(site))
            append(record.loadUnaligned(fromByteOffset: TraceRecord.valueOffset, as: UInt64.self), header.valueType)
            buffer.count &+= 1
            latest = time
            window.earliest = time
        }
    }

    @inline(__always)
    private func append(_ value: UInt64, _ type: UInt8) {
        switch type {
        case TraceRecord.ValueType.none.rawValue:
            break
        case TraceRecord.ValueType.signed.rawValue:
            // Zigzag, so that small negative values are short too.
            buffer.append(varint: value << 1 ^ UInt64(bitPattern: Int64(bitPattern: value) >> 63))
        case TraceRecord.ValueType.unsigned.rawValue:
            buffer.append(varint: value)
        case TraceRecord.ValueType.float.rawValue:
            buffer.append(fixed: value)
        default:
            buffer.append(byte: value == 0 ? 0 : 1)
        }
    }

    private func clamp(_ time: UInt64, to window: Window) -> UInt64 {
        let isEarly = Int64(bitPattern: time &- window.earliest) < 0
        if isEarly, Int64(bitPattern: time &- window.entered) >= 0 {
            report(.timeBackwards)
        } else if (isEarly ? window.entered &- time : time &- window.left) > Self.agreement {
            report(.timeOutsideRun)
        }
        return isEarly ? window.earliest : window.left
    }

    /// The index of a site that is not in the table. Names that are none cost a look into the image each time, which
    /// happens only so often in one go.
    private func resolve(_ name: UInt64, _ place: UInt64, _ failedLookups: inout Int) -> UInt32 {
        guard sites.count < TraceSiteTable.maximumSites else {
            report(.tooManySites)
            return TraceStream.unknownSite
        }
        guard failedLookups < Self.maximumFailedLookups, let site = lookUp(name, place) else {
            failedLookups += 1
            report(.unresolvedSite)
            return TraceStream.unknownSite
        }
        let index = define(.guest, site.name, file: site.file, line: UInt32(place >> UInt64(TraceRecord.lineShift)))
        // Without a place in the table, the next record of the site gets another index: the reader takes them for one.
        _ = sites.insert(name, place, index: index)
        return index
    }

    private static let maximumFailedLookups = 16

    private func lookUp(_ name: UInt64, _ place: UInt64) -> (name: String, file: String?)? {
        guard let text = names.name(at: name) else { return nil }
        let address = place & (1 << UInt64(TraceRecord.fileBits) - 1)
        if address == 0 { return (text, nil) }
        guard let file = names.file(at: address) else { return nil }
        return (text, file)
    }
}

/// The times that a record may have, by the host's counter.
private struct Window {
    let entered: UInt64
    let left: UInt64
    /// The latest record's time, or when the guest was entered.
    var earliest: UInt64

    init(entered: UInt64, left: UInt64, latest: UInt64) {
        self.entered = entered
        earliest = max(entered, latest)
        // The thread may have moved to a processor whose counter is behind.
        self.left = max(left, earliest)
    }

    @inline(__always)
    func contains(_ time: UInt64) -> Bool { time &- earliest <= left &- earliest }
}

/// What a record says of itself in the upper bits of its site's word.
private struct TraceRecordHeader {
    let kind: UInt8
    let valueType: UInt8

    @inline(__always)
    init(_ word: UInt64) {
        kind = UInt8(truncatingIfNeeded: word >> UInt64(TraceRecord.kindShift))
        valueType = UInt8(truncatingIfNeeded: word >> UInt64(TraceRecord.valueTypeShift))
    }

    @inline(__always)
    var isArgument: Bool { kind == TraceRecord.Kind.argument.rawValue }

    private var needsValue: Bool { kind >= TraceRecord.Kind.counter.rawValue }

    @inline(__always)
    var isValid: Bool {
        kind &- 1 < TraceRecord.Kind.argument.rawValue && valueType <= TraceRecord.ValueType.bool.rawValue
            && (valueType != TraceRecord.ValueType.none.rawValue || !needsValue)
    }

    /// What is wrong, of what is not recorded.
    var problem: TraceRecordProblem {
        if TraceRecord.Kind(rawValue: kind) == nil { return .unknownKind }
        if TraceRecord.ValueType(rawValue: valueType) == nil { return .unknownValueType }
        return isArgument && valueType != TraceRecord.ValueType.none.rawValue ? .orphanArgument : .missingValue
    }

    /// In the stream, functions and blocks begin and end alike. Of the kinds 1 to 7, each digit is the stream's kind.
    @inline(__always)
    var firstByte: UInt8 {
        UInt8(truncatingIfNeeded: (0x5432_1210 as UInt32) >> (UInt32(kind) &* 4)) & 0xf | valueType << 4
    }
}
