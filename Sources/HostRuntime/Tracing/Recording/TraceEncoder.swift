package import Wire

/// Turns what happens in one sandbox into chunks of a recording.
///
/// It belongs to whoever has the sandbox, and takes no lock until a chunk is handed over to the recorder. Times are
/// readings of the host's time-stamp counter, which never go back in a track.
package final class TraceEncoder {
    private struct HostSite: Hashable {
        let step: HostStep
        let name: String
    }

    private let recorder: TraceRecorder
    /// The number of the sandbox in the recording.
    package let track: UInt32
    let names: ImageStrings

    // The sandbox lets nobody in twice. Checking that at each access would cost as much as a record.
    @exclusivity(unchecked) var sites = TraceSiteTable()
    @exclusivity(unchecked) var buffer = TraceEventBuffer()
    /// The latest event's.
    @exclusivity(unchecked) var latest: UInt64
    /// Whether the recorder takes no more.
    @exclusivity(unchecked) var isStopped: Bool
    @exclusivity(unchecked) var losses: UInt64 = 0
    /// How often the image was asked in vain since the guest was entered, at this time.
    @exclusivity(unchecked) var failedLookups = (count: 0, entered: UInt64(0))
    /// Whether the record that arguments would belong to is not in the recording.
    @exclusivity(unchecked) var dropsArguments = true
    /// By the problem's raw value, since the last hand-over.
    @exclusivity(unchecked) private var problems = [UInt64](repeating: 0, count: 256)
    @exclusivity(unchecked) private var hasProblems = false
    /// Sites that the recorder does not have yet.
    @exclusivity(unchecked) private var definitions: TraceChunk?
    @exclusivity(unchecked) private var siteCount: UInt32 = 0
    /// By raw value of the step, for those without a name; zero for none.
    @exclusivity(unchecked) private var stepSites = [UInt32](repeating: 0, count: 256)
    @exclusivity(unchecked) private var namedSites: [HostSite: UInt32] = [:]
    @exclusivity(unchecked) private var logSite: UInt32?
    /// Host steps that have not ended.
    @exclusivity(unchecked) private var open: [(step: HostStep, site: UInt32)] = []

    /// More host functions than any host has. What is called beyond that is recorded by the step's title.
    private static let maximumNamedSites = 4096

    init(recorder: TraceRecorder, track: UInt32, names: ImageStrings, start: UInt64) {
        self.recorder = recorder
        self.track = track
        self.names = names
        latest = start
        isStopped = track == TraceStream.unnamedTrack
        buffer.begin(track: track, counter: start)
        _ = define(.guest, "unknown", file: nil, line: 0)
    }

    deinit {
        flush()
    }

    // MARK: The host's own

    /// A step begins.
    ///
    /// - Parameters:
    ///   - counter: When; the host's time-stamp counter.
    ///   - name: Of the function, for the steps that have one.
    package func begin(_ step: HostStep, at counter: UInt64, name: String? = nil) {
        let site = site(of: step, name)
        open.append((step, site))
        append(.enter, site, at: hostTime(counter))
    }

    /// The latest step of that kind that has not ended ends. Those within it that have not ended end with it.
    package func end(_ step: HostStep, at counter: UInt64) {
        // A recording may begin in the middle of a step.
        guard let index = open.lastIndex(where: { $0.step == step }) else { return }
        let site = open[index].site
        open.removeSubrange(index...)
        append(.exit, site, at: hostTime(counter))
    }

    /// All steps that have not ended end now: what comes next will not say when they did.
    package func endAll(at counter: UInt64) {
        while let step = open.first?.step { end(step, at: counter) }
    }

    /// Something happens at one moment.
    ///
    /// - Parameter text: What; cut to ``TraceStream/maximumText`` bytes.
    package func event(_ step: HostStep, at counter: UInt64, text: String? = nil) {
        let time = hostTime(counter)
        let site = site(of: step, nil)
        guard beginEvent(.event, value: text == nil ? 0 : TraceStream.ValueKind.text.rawValue, at: time) else { return }
        buffer.output.append(varint: UInt64(site))
        if let text { buffer.output.append(text.prefixOfUTF8(TraceStream.maximumText)) }
    }

    // MARK: The guest's log

    /// The guest logged something.
    ///
    /// - Parameters:
    ///   - message: Cut to ``TraceStream/maximumText`` bytes.
    ///   - counter: When; the guest's word, by the host's time-stamp counter.
    package func log(level: LogLevel, message: String, at counter: UInt64) {
        if counter < latest { report(.timeBackwards) }
        let time = max(counter, latest)
        let site = logSite ?? define(.guest, "log", file: nil, line: 0)
        logSite = site
        guard beginEvent(.log, value: level.rawValue, at: time) else { return }
        buffer.output.append(varint: UInt64(site))
        buffer.output.append(message.prefixOfUTF8(TraceStream.maximumText))
    }

    // MARK: What is lost or wrong

    /// Records were lost in the guest's buffer. To be said before those that came after them are recorded.
    package func dropped(_ count: UInt64) {
        guard count > 0 else { return }
        losses &+= count
        dropsArguments = true
    }

    func report(_ problem: TraceRecordProblem) {
        problems[Int(problem.rawValue)] &+= 1
        hasProblems = true
    }

    // MARK: Hand-over

    /// Hands what was recorded over to the recorder.
    package func flush() {
        var pieces: [[UInt8]] = []
        if losses > 0, !isStopped { pieces.append(TraceRecorder.lossChunk(track, losses)) }
        if hasProblems, !isStopped { pieces.append(problemChunk()) }
        guard definitions != nil || !buffer.isEmpty || losses > 0 || !pieces.isEmpty else { return }
        let definitions = definitions.take()
        let head = isStopped ? [] : definitions?.finished() ?? []
        let tail = pieces.flatMap(\.self)
        let goesOn = head.withUnsafeBytes { head in
            tail.withUnsafeBytes { tail in
                let events = buffer.isEmpty ? UnsafeRawBufferPointer(start: nil, count: 0) : buffer.finish()
                return recorder.append([head, events, tail], of: track, events: buffer.count, losses: losses)
            }
        }
        if !goesOn { isStopped = true }
        losses = 0
        buffer.begin(track: track, counter: latest)
    }

    private func problemChunk() -> [UInt8] {
        var chunk = TraceChunk(.problems)
        chunk.append(track)
        for (problem, count) in problems.enumerated() where count > 0 {
            chunk.append(byte: UInt8(problem))
            chunk.append(count)
            problems[problem] = 0
        }
        hasProblems = false
        return chunk.finished()
    }

    // MARK: Events

    private func append(_ kind: TraceStream.EventKind, _ site: UInt32, at time: UInt64) {
        guard beginEvent(kind, value: 0, at: time) else { return }
        buffer.output.append(varint: UInt64(site))
    }

    /// Writes what all events begin with, if the event is to be recorded.
    private func beginEvent(_ kind: TraceStream.EventKind, value: UInt8, at time: UInt64) -> Bool {
        makeRoom()
        guard !isStopped else {
            losses &+= 1
            return false
        }
        buffer.output.append(byte: kind.rawValue | value << 4)
        buffer.output.append(varint: time &- latest)
        latest = time
        buffer.count += 1
        return true
    }

    /// Sees to it that the buffer has room for one event.
    @inline(__always)
    func makeRoom() {
        if buffer.isFull { flush() }
    }

    private func hostTime(_ counter: UInt64) -> UInt64 {
        guard counter < latest else { return counter }
        if latest - counter > Self.agreement { report(.hostTimeBackwards) }
        return latest
    }

    /// In ticks, a few microseconds: no better do the counters of processors agree, and an offset that was measured.
    static let agreement: UInt64 = 1 << 14

    // MARK: Sites

    private func site(of step: HostStep, _ name: String?) -> UInt32 {
        let index = Int(step.rawValue)
        guard let name, case let key = HostSite(step: step, name: name), let site = named(key) else {
            if stepSites[index] == 0 { stepSites[index] = define(.host, step.title, file: nil, line: 0) }
            return stepSites[index]
        }
        return site
    }

    private func named(_ site: HostSite) -> UInt32? {
        if let index = namedSites[site] { return index }
        guard namedSites.count < Self.maximumNamedSites else { return nil }
        let index = define(.host, site.step.siteName(site.name), file: nil, line: 0)
        namedSites[site] = index
        return index
    }

    /// Numbers a site, and tells the recorder of it with the next hand-over.
    func define(_ side: TraceStream.Side, _ name: String, file: String?, line: UInt32) -> UInt32 {
        if let definitions, definitions.payloadSize > TraceEventBuffer.capacity { flush() }
        let index = siteCount
        siteCount += 1
        var chunk =
            definitions.take()
            ?? {
                var chunk = TraceChunk(.sites)
                chunk.append(track)
                chunk.append(index)
                return chunk
            }()
        chunk.append(byte: side.rawValue)
        chunk.append(name, limit: TraceStream.maximumName)
        chunk.append(file ?? "", limit: TraceStream.maximumName)
        chunk.append(line)
        definitions = chunk
        return index
    }
}
