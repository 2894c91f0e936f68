internal import Wire

/// What one sandbox records: its host's steps, and what its guest writes. It belongs to the thread that uses the sandbox.
final class SandboxTrace {
    // As in the sandbox, whose gate guards them too.
    @exclusivity(unchecked) var settings: Sandbox.Tracing
    private let encoder: TraceEncoder
    private let buffer: GuestTraceBuffer
    private unowned let resources: SandboxResources
    /// How many of the host's steps are running. When none is, there is time to hand over what was recorded.
    @exclusivity(unchecked) private var depth = 0
    /// The host's counter at the last entry and at the last exit of the guest: no record can be of another time.
    @exclusivity(unchecked) private var entered: UInt64 = 0
    @exclusivity(unchecked) private var left: UInt64 = 0
    @exclusivity(unchecked) private var logs = PendingLogs()

    init(_ settings: Sandbox.Tracing, image: GuestImage, resources: SandboxResources) {
        self.settings = settings
        self.resources = resources
        buffer = GuestTraceBuffer(records: resources.traceRecords)
        encoder = settings.recorder.makeEncoder(
            label: settings.label, image: image,
            frequency: .current(kernelFrequency: resources.shell.processor.counterFrequency))
    }

    /// Whether settings differ from the present ones in nothing but the mode: then the trace goes on.
    func isOf(_ settings: Sandbox.Tracing) -> Bool {
        settings.recorder === self.settings.recorder && settings.label == self.settings.label
    }

    // MARK: The host's steps

    func begin(_ step: HostStep, _ name: String? = nil) {
        depth += 1
        encoder.begin(step, at: TimeStampCounter.read(), name: name)
    }

    func end(_ step: HostStep) {
        encoder.end(step, at: TimeStampCounter.read())
        depth -= 1
        if depth <= 0 { flush() }
    }

    /// What took how long before there was a sandbox.
    func boot(_ times: BootTimes) {
        encoder.begin(.boot, at: times.entered)
        encoder.begin(.loadGDT, at: times.started)
        encoder.end(.loadGDT, at: times.segmentsLoaded)
        encoder.begin(.loadIDT, at: times.segmentsLoaded)
        encoder.end(.loadIDT, at: times.interruptsLoaded)
        encoder.end(.boot, at: times.left)
    }

    /// The guest left only because a buffer was full, and is about to go on.
    func flushed(_ buffer: String) {
        encoder.begin(.exit, at: left, name: buffer)
        encoder.end(.exit, at: TimeStampCounter.read())
    }

    /// The guest cannot go on.
    func fail(_ error: SandboxError) {
        encoder.event(.failure, at: TimeStampCounter.read(), text: error.code.rawValue)
    }

    /// Nothing is recorded from now on.
    func pause() {
        encoder.endAll(at: TimeStampCounter.read())
        flush()
    }

    /// Hands over what was recorded.
    func flush() {
        depth = 0
        encoder.flush()
    }

    // MARK: The guest's records

    func willEnterGuest() {
        entered = TimeStampCounter.read()
    }

    func didLeaveGuest() {
        // The thread may have moved to a processor whose counter is behind.
        left = max(entered, TimeStampCounter.read())
    }

    /// Takes a message that the guest logged since it was entered.
    func log(_ level: LogLevel, _ text: String, at counter: GuestNumber) {
        logs.append(PendingLogs.Message(counter: counter, level: level, text: text))
    }

    /// Takes over what the guest recorded since it was entered.
    func drain(_ memory: UnsafeGuestMemory, _ statistics: inout Sandbox.Statistics) {
        buffer.drain(settings.mode, of: memory) { contents in
            guard let contents else { return encoder.report(.implausibleCount) }
            encoder.dropped(contents.overwritten)
            let count = UInt64((contents.older.count + contents.newer.count) / TraceRecord.size)
            statistics.traceRecords &+= count
            statistics.overwrittenTraceRecords &+= contents.overwritten
            record(contents.older)
            record(contents.newer)
        }
        while let message = logs.next() { record(message) }
        logs.removeAll()
    }

    /// Records, and the messages that were logged between them.
    private func record(_ part: UnsafeRawBufferPointer) {
        var rest = part
        while let message = logs.peek(), let index = rest.firstRecord(after: message.counter) {
            pass(UnsafeRawBufferPointer(rebasing: rest[..<index]))
            record(message)
            _ = logs.next()
            rest = UnsafeRawBufferPointer(rebasing: rest[index...])
        }
        pass(rest)
    }

    private func pass(_ records: UnsafeRawBufferPointer) {
        encoder.guestRecords(records, counterOffset: resources.counterOffset, entered: entered, left: left)
    }

    /// The message's counter is the guest's word, and zero from a guest that has none.
    private func record(_ message: PendingLogs.Message) {
        let counter = message.counter &- GuestNumber(resources.counterOffset)
        encoder.log(level: message.level, message: message.text, at: counter.clamped(from: entered, to: left))
    }
}

extension UnsafeRawBufferPointer {
    /// Where among trace records the first one is that is later than `counter`.
    fileprivate func firstRecord(after counter: GuestNumber) -> Int? {
        stride(from: 0, to: count, by: TraceRecord.size).first { start in
            GuestTraceRecord(self, start).counter > counter
        }
    }
}
