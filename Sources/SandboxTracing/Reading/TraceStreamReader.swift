internal import HostRuntime

/// Makes a recording of the bytes of one.
struct TraceStreamReader {
    private struct Track {
        var track: TraceTrack
        /// The recording's index for each of the track's sites.
        var sites: [Int] = []
    }

    private let bytes: [UInt8]
    private var clock: TraceCounterClock?
    private var tracks: [Track] = []
    private var trackIndexes: [UInt32: Int] = [:]
    private var sites: [TraceSite] = []
    private var siteIndexes: [TraceSite: Int] = [:]
    private var problems = TraceProblemCounts<TraceStreamProblem>()
    private var recordProblems = TraceProblemCounts<TraceRecordProblem>()

    /// - Parameter bytes: With a header that was checked.
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func read() -> TraceRecording {
        var offset = TraceStream.headerSize
        while let chunk = nextChunk(&offset) {
            guard let kind = TraceStream.ChunkKind(rawValue: chunk.kind) else {
                problems.report(.unknownChunk)
                continue
            }
            do throws(MalformedPayload) {
                var payload = TracePayload(bytes, chunk.payload)
                try read(kind, &payload)
            } catch {
                problems.report(.malformedChunk)
            }
        }
        if clock == nil { problems.report(.noClock) }
        return TraceRecording(
            clock: clock?.facts ?? TraceClock(frequency: 0, source: .unknown, wallStart: 0, warnings: []),
            tracks: tracks.map(\.track), sites: sites,
            problems: problems.problems(\.description) + recordProblems.problems(\.description))
    }

    /// The chunk at `offset`, or nil at the end or in front of one that is not whole. After such a one there is no telling
    /// where the next begins.
    private mutating func nextChunk(_ offset: inout Int) -> (kind: UInt32, payload: Range<Int>)? {
        let rest = bytes.count - offset
        guard rest > 0 else { return nil }
        let headerSize = TraceStream.chunkHeaderSize
        guard rest >= headerSize else {
            problems.report(.cutEnd, UInt64(rest))
            return nil
        }
        let (kind, length, checksum) = (word(offset), word(offset + 4), word(offset + 8))
        guard length <= TraceStream.maximumPayload else {
            problems.report(.damagedChunk, UInt64(rest))
            return nil
        }
        guard rest - headerSize >= Int(length) else {
            problems.report(.cutEnd, UInt64(rest))
            return nil
        }
        let payload = offset + headerSize..<offset + headerSize + Int(length)
        let computed = bytes.withUnsafeBytes { bytes in
            var computed = CRC32C()
            computed.update(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + 8]))
            computed.update(UnsafeRawBufferPointer(rebasing: bytes[payload]))
            return computed.value
        }
        guard computed == checksum else {
            problems.report(.damagedChunk, UInt64(rest))
            return nil
        }
        offset = payload.upperBound
        return (kind, payload)
    }

    private func word(_ offset: Int) -> UInt32 {
        bytes[offset..<offset + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    private mutating func read(_ kind: TraceStream.ChunkKind, _ payload: inout TracePayload) throws(MalformedPayload) {
        switch kind {
        case .clock:
            let clock = try TraceCounterClock(&payload)
            if self.clock == nil { self.clock = clock } else { problems.report(.secondClock) }
        case .track: try readTrack(&payload)
        case .sites: try readSites(&payload)
        case .events: try readEvents(&payload)
        case .losses: try readLosses(&payload)
        case .problems: try readProblems(&payload)
        }
        if !payload.isAtEnd { throw MalformedPayload() }
    }

    private mutating func readTrack(_ payload: inout TracePayload) throws(MalformedPayload) {
        let number = try payload.shortVarint()
        let label = try payload.text(limit: TraceStream.maximumName)
        let digest = Array(try payload.slice(UInt64(TraceStream.digestSize)))
        guard number != TraceStream.unnamedTrack, trackIndexes[number] == nil else {
            problems.report(.repeatedTrack)
            return
        }
        trackIndexes[number] = tracks.count
        tracks.append(Track(track: TraceTrack(number: number, label: label, imageDigest: digest)))
    }

    /// The index of the track that a chunk is of. One that is of none is not read.
    private mutating func trackIndex(_ payload: inout TracePayload) throws(MalformedPayload) -> Int? {
        if let index = trackIndexes[try payload.shortVarint()] { return index }
        problems.report(.unknownTrack)
        payload.skipRest()
        return nil
    }

    private mutating func readSites(_ payload: inout TracePayload) throws(MalformedPayload) {
        guard let track = try trackIndex(&payload) else { return }
        guard try payload.varint() == UInt64(tracks[track].sites.count) else { throw MalformedPayload() }
        while !payload.isAtEnd {
            let site = try readSite(&payload)
            let index = siteIndexes[site] ?? sites.count
            if index == sites.count {
                sites.append(site)
                siteIndexes[site] = index
            }
            tracks[track].sites.append(index)
        }
    }

    private func readSite(_ payload: inout TracePayload) throws(MalformedPayload) -> TraceSite {
        guard let side = TraceSite.Side(rawValue: try payload.byte()) else { throw MalformedPayload() }
        let name = try payload.text(limit: TraceStream.maximumName)
        let file = try payload.text(limit: TraceStream.maximumName)
        return TraceSite(side: side, name: name, file: file.isEmpty ? nil : file, line: try payload.shortVarint())
    }

    private mutating func readEvents(_ payload: inout TracePayload) throws(MalformedPayload) {
        guard let track = try trackIndex(&payload) else { return }
        var counter = try payload.fixed()
        while !payload.isAtEnd {
            let event = try TraceStreamEvent(&payload)
            let (next, overflow) = counter.addingReportingOverflow(event.delta)
            if overflow { throw MalformedPayload() }
            counter = next
            guard event.site < tracks[track].sites.count else {
                problems.report(.unknownSite)
                continue
            }
            tracks[track].track.events.append(
                TraceEvent(
                    kind: event.kind, site: tracks[track].sites[Int(event.site)], time: time(counter),
                    value: event.value))
        }
    }

    /// Nanoseconds since the recording began.
    private mutating func time(_ counter: UInt64) -> UInt64 {
        guard let clock else { return 0 }
        if counter < clock.start { problems.report(.timeBeforeStart) }
        guard let time = clock.time(counter) else {
            problems.report(.timeTooLate)
            return .max
        }
        return time
    }

    private mutating func readLosses(_ payload: inout TracePayload) throws(MalformedPayload) {
        let number = try payload.shortVarint()
        let count = try payload.varint()
        if number == TraceStream.unnamedTrack {
            problems.report(.unnamedTracks, count)
        } else if let track = trackIndexes[number] {
            let (sum, overflow) = tracks[track].track.droppedRecords.addingReportingOverflow(count)
            tracks[track].track.droppedRecords = overflow ? .max : sum
        } else {
            problems.report(.unknownTrack)
        }
    }

    private mutating func readProblems(_ payload: inout TracePayload) throws(MalformedPayload) {
        guard try trackIndex(&payload) != nil else { return }
        while !payload.isAtEnd {
            let problem = TraceRecordProblem(rawValue: try payload.byte())
            let count = try payload.varint()
            if let problem { recordProblems.report(problem, count) } else { problems.report(.unknownProblem, count) }
        }
    }
}
