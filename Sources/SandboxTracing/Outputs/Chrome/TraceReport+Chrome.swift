/// Chrome's trace event format, as the document "Trace Event Format" describes it.
extension TraceReport {
    func writeChromeTrace(to stream: inout some TextOutputStream) {
        var head = JSONWriter()
        head.object(writeFacts)
        stream.write("{\"displayTimeUnit\":\"ns\",\"otherData\":\(head.text),\"traceEvents\":[")
        var separator = "\n"
        func write(_ event: (inout JSONWriter) -> Void) {
            var writer = JSONWriter()
            writer.object(event)
            stream.write(separator + writer.text)
            separator = ",\n"
        }
        for (track, timeline) in zip(recording.tracks, timelines) {
            for event in Self.metadata(of: track) { write(event) }
            // Viewers nest slices that begin together in the order in which they come: the outer one first.
            for slice in timeline.slices { write { self.write(slice, of: track, to: &$0) } }
            for moment in timeline.moments { write { self.write(moment, of: track, to: &$0) } }
        }
        stream.write("\n]}\n")
    }

    private func writeFacts(to writer: inout JSONWriter) {
        writer.key("clockFrequency")
        writer.literal(recording.clock.frequency)
        writer.key("wallStartNanoseconds")
        // Viewers read numbers as binary64, which has only 53 of the bits.
        writer.string("\(recording.clock.wallStart)")
        writer.key("images")
        writer.array { writer in imageLines.forEach { writer.string($0) } }
        writer.key("warnings")
        writer.array { writer in warningLines.forEach { writer.string($0) } }
    }

    private static func metadata(of track: TraceTrack) -> [(inout JSONWriter) -> Void] {
        func event(_ name: String, _ writeValue: @escaping (inout JSONWriter) -> Void) -> (inout JSONWriter) -> Void {
            { writer in
                writer.key("ph")
                writer.string("M")
                writer.key("name")
                writer.string(name)
                writePlace(track, to: &writer)
                writer.key("args")
                writer.object(writeValue)
            }
        }
        return [
            event("process_name") { writer in
                writer.key("name")
                writer.string("\(track.shownName) \(track.digestText.prefix(8))")
            },
            event("process_labels") { writer in
                writer.key("labels")
                writer.string("SHA-256 \(track.digestText)")
            },
            event("process_sort_index") { writer in
                writer.key("sort_index")
                writer.literal(track.number)
            },
            event("thread_name") { writer in
                writer.key("name")
                writer.string("host and guest")
            },
        ]
    }

    private func write(_ slice: TraceTimeline.Slice, of track: TraceTrack, to writer: inout JSONWriter) {
        writeHead("X", siteNames[slice.site], site: slice.site, time: slice.start, track, to: &writer)
        writer.key("dur")
        writer.literal(TimeText.microseconds(slice.duration))
        writer.key("args")
        writer.object { writer in
            writeDetails(site: slice.site, arguments: slice.arguments, to: &writer)
            if !slice.isComplete {
                writer.key("incomplete")
                writer.literal(true)
            }
        }
    }

    private func write(_ moment: TraceTimeline.Moment, of track: TraceTrack, to writer: inout JSONWriter) {
        let event = moment.event
        if event.kind == .counter, let number = event.value?.number {
            writeHead("C", siteNames[event.site], site: event.site, time: event.time, track, to: &writer)
            writer.key("args")
            return writer.object { writer in
                writer.key("value")
                writer.value(number)
            }
        }
        let isLog = if case .log = event.kind { true } else { false }
        writeHead("i", isLog ? "log" : siteNames[event.site], site: event.site, time: event.time, track, to: &writer)
        writer.key("s")
        writer.string("t")
        writer.key("args")
        writer.object { writer in
            if case .log(let level, let message) = event.kind {
                writer.key("level")
                writer.string("\(level)")
                writer.key("message")
                writer.string(message.shown)
            }
            if let value = event.value {
                writer.key("value")
                writer.value(value)
            }
            writeDetails(site: event.site, arguments: moment.arguments, to: &writer)
        }
    }

    private func writeHead(
        _ phase: String, _ name: String, site: Int, time: UInt64, _ track: TraceTrack, to writer: inout JSONWriter
    ) {
        writer.key("ph")
        writer.string(phase)
        writer.key("name")
        writer.string(name)
        writer.key("cat")
        writer.string(recording.sites[site].side.shown)
        Self.writePlace(track, to: &writer)
        writer.key("ts")
        writer.literal(TimeText.microseconds(time))
    }

    /// A process for each sandbox. Viewers take process 0 for the idle one, so none has that number.
    private static func writePlace(_ track: TraceTrack, to writer: inout JSONWriter) {
        writer.key("pid")
        writer.literal(UInt64(track.number) + 1)
        writer.key("tid")
        writer.literal(1)
    }

    private func writeDetails(
        site: Int, arguments: [(name: String, value: TraceValue)], to writer: inout JSONWriter
    ) {
        if let place = recording.sites[site].place {
            writer.key("source")
            writer.string(place)
        }
        guard !arguments.isEmpty else { return }
        // Names are the guest's. In an object of their own they meet no other key.
        writer.key("arguments")
        writer.object { writer in
            for (name, values) in Self.grouped(arguments) {
                writer.key(name)
                if values.count == 1 {
                    writer.value(values[0])
                } else {
                    writer.array { writer in values.forEach { writer.value($0) } }
                }
            }
        }
    }

    /// The values of each name, in the order of the names' first values: a name is a key once.
    private static func grouped(
        _ arguments: [(name: String, value: TraceValue)]
    ) -> [(name: String, values: [TraceValue])] {
        var groups: [(name: String, values: [TraceValue])] = []
        var indices: [String: Int] = [:]
        for (name, value) in arguments {
            let name = name.shownName
            if let index = indices[name] {
                groups[index].values.append(value)
            } else {
                indices[name] = groups.count
                groups.append((name, [value]))
            }
        }
        return groups
    }
}

extension TraceSite {
    /// Where in the source the trace point is, as outputs show it.
    package var place: String? { file.map { "\($0.shown):\(line)" } }
}

extension TraceSite.Side {
    /// The side, as outputs name it.
    package var shown: String {
        switch self {
        case .host: "host"
        case .guest: "guest"
        }
    }
}

extension TraceValue {
    /// The value as a number that JSON has, or nil if there is none.
    fileprivate var number: TraceValue? {
        switch self {
        case .signed, .unsigned: self
        case .float(let value): value.isFinite ? self : nil
        case .bool(let value): .unsigned(value ? 1 : 0)
        case .text: nil
        }
    }
}
