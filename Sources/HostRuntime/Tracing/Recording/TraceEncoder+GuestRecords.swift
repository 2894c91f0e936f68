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
        if records.count % TraceRecord.size != 0 { report(.cutRecord) }
        let end = records.count - records.count % TraceRecord.size
        let records = UnsafeRawBufferPointer(rebasing: records[..<end])
        var window = TraceWindow(
            offset: UInt64(bitPattern: counterOffset), entered: entered, left: left, latest: latest)
        if failedLookups.entered != entered { failedLookups = (0, entered) }
        var offset = 0
        while offset < end {
            makeRoom()
            if isStopped {
                losses &+= UInt64((end - offset) / TraceRecord.size)
                return
            }
            offset = appendOrdinary(records, from: offset, &window)
            guard offset < end, !buffer.isFull else { continue }
            append(GuestTraceRecord(records, offset), &window)
            offset += TraceRecord.size
        }
    }

    /// Records up to the first that has anything unusual, or until the buffer is full: all state is in registers.
    ///
    /// - Returns: The offset of the first record that is left.
    private func appendOrdinary(
        _ records: UnsafeRawBufferPointer, from start: Int, _ window: inout TraceWindow
    ) -> Int {
        var offset = start
        var output = buffer.output
        var latest = latest
        var bounds = window
        var dropsArguments = dropsArguments
        let limit = buffer.limit
        let headers = TraceHeaderTable.shared
        while offset < records.count, output.next < limit {
            let record = GuestTraceRecord(records, offset)
            let firstByte = record.firstByte(headers)
            guard firstByte != 0, !(dropsArguments && TraceHeaderTable.isArgument(firstByte)),
                let time = bounds.time(of: record.counter), let site = sites.find(record.name, record.place)
            else { break }
            dropsArguments = false
            record.append(to: &output, firstByte: firstByte, delta: time &- latest, site: site)
            latest = time
            bounds.earliest = time
            offset &+= TraceRecord.size
        }
        buffer.output = output
        buffer.count &+= UInt64((offset - start) / TraceRecord.size)
        self.latest = latest
        self.dropsArguments = dropsArguments
        window = bounds
        return offset
    }

    private func append(_ record: GuestTraceRecord, _ window: inout TraceWindow) {
        let firstByte = record.firstByte(.shared)
        guard firstByte != 0, !(dropsArguments && TraceHeaderTable.isArgument(firstByte)) else {
            report(record.problem)
            dropsArguments = true
            return
        }
        dropsArguments = false
        let site = sites.find(record.name, record.place) ?? resolve(record.name, record.place)
        let time = window.time(of: record.counter) ?? nearest(to: record.counter, in: window)
        record.append(to: &buffer.output, firstByte: firstByte, delta: time &- latest, site: site)
        buffer.count &+= 1
        latest = time
        window.earliest = time
    }

    private func nearest(to counter: GuestNumber, in window: TraceWindow) -> UInt64 {
        let (time, problem) = window.nearest(to: counter)
        if let problem { report(problem) }
        return time
    }

    /// The index of a site that is not in the table. Names that are none cost a look into the image each time, which
    /// happens only so often for each time that the guest is entered.
    private func resolve(_ name: GuestAddress, _ place: GuestNumber) -> UInt32 {
        guard sites.count < TraceSiteTable.maximumSites else {
            report(.tooManySites)
            return TraceStream.unknownSite
        }
        guard failedLookups.count < Self.maximumFailedLookups, let site = lookUp(name, place) else {
            failedLookups.count += 1
            report(.unresolvedSite)
            return TraceStream.unknownSite
        }
        let line = (place >> TraceRecord.lineShift).bounded(by: Int(UInt32.max)) ?? 0
        let index = define(.guest, site.name, file: site.file, line: UInt32(line))
        // Without a place in the table, the next record of the site gets another index: the reader takes them for one.
        _ = sites.insert(name, place, index: index)
        return index
    }

    private static let maximumFailedLookups = 16

    private func lookUp(_ name: GuestAddress, _ place: GuestNumber) -> (name: String, file: String?)? {
        guard let text = names.name(at: name) else { return nil }
        let address = place & GuestNumber(1 << UInt64(TraceRecord.fileBits) - 1)
        if address == 0 { return (text, nil) }
        guard let file = names.file(at: GuestAddress(address)) else { return nil }
        return (text, file)
    }
}
