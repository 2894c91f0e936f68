internal import Wire

/// What one sandbox records: its host's steps, and what its guest writes. It belongs to the thread that uses the sandbox.
final class SandboxTrace {
    var settings: Sandbox.Tracing
    private var encoder: TraceEncoder
    private let buffer: GuestTraceBuffer
    private unowned let resources: SandboxResources
    /// How many of the host's steps are running. When none is, there is time to hand over what was recorded.
    private var depth = 0
    /// The host's counter at the last entry and at the last exit of the guest: no record can be of another time.
    private var window: ClosedRange<UInt64> = 0...0
    private var logs = PendingLogs()

    init(_ settings: Sandbox.Tracing, image: GuestImage, resources: SandboxResources) {
        self.settings = settings
        self.resources = resources
        buffer = GuestTraceBuffer(records: resources.traceRecords)
        encoder = TraceEncoder(
            recorder: settings.recorder, label: settings.label, image: image,
            counterFrequency: resources.shell.processor.counterFrequency)
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
        encoder.begin(.loadSegments, at: times.started)
        encoder.end(.loadSegments, at: times.segmentsLoaded)
        encoder.begin(.loadInterrupts, at: times.segmentsLoaded)
        encoder.end(.loadInterrupts, at: times.interruptsLoaded)
        encoder.end(.boot, at: times.left)
    }

    /// The guest cannot go on.
    func fail(_ error: SandboxError) {
        encoder.event(.failure, at: TimeStampCounter.read(), text: error.code.rawValue)
    }

    /// Hands over what was recorded.
    func flush() {
        depth = 0
        encoder.flush()
    }

    // MARK: The guest's records

    func willEnterGuest() {
        let now = TimeStampCounter.read()
        window = now...now
    }

    func didLeaveGuest() {
        window = window.lowerBound...max(window.lowerBound, TimeStampCounter.read())
    }

    /// Takes a message that the guest logged since it was entered.
    func log(_ level: LogLevel, _ text: String, at counter: UInt64) {
        logs.append(PendingLogs.Message(counter: counter, level: level, text: text))
    }

    /// Takes over what the guest recorded since it was entered.
    func drain(_ memory: UnsafeGuestMemory, _ statistics: inout Sandbox.Statistics) {
        let window = GuestWindow(
            entered: window.lowerBound, left: window.upperBound, counterOffset: resources.counterOffset)
        buffer.drain(settings.mode, of: memory) { contents in
            guard let contents else { return encoder.note(.implausibleRecordCount) }
            if contents.overwritten > 0 { encoder.dropped(contents.overwritten) }
            statistics.overwrittenTraceRecords &+= contents.overwritten
            for part in [contents.older, contents.newer] {
                statistics.traceRecords &+= UInt64(part.count / TraceRecord.size)
                record(part, window)
            }
        }
        while let message = logs.next() { record(message, window) }
        logs.removeAll()
    }

    /// Records and messages in the order of their times.
    private func record(_ part: UnsafeRawBufferPointer, _ window: GuestWindow) {
        var rest = part
        while let message = logs.peek(), let index = rest.firstRecord(after: message.counter) {
            encoder.guestRecords(UnsafeRawBufferPointer(rebasing: rest[..<index]), window)
            record(message, window)
            _ = logs.next()
            rest = UnsafeRawBufferPointer(rebasing: rest[index...])
        }
        encoder.guestRecords(rest, window)
    }

    private func record(_ message: PendingLogs.Message, _ window: GuestWindow) {
        encoder.log(message.level, message.text, at: message.counter, window)
    }
}

extension UnsafeRawBufferPointer {
    /// Where among trace records the first one is that is later than `counter`.
    fileprivate func firstRecord(after counter: UInt64) -> Int? {
        stride(from: 0, to: count, by: TraceRecord.size).first { start in
            loadUnaligned(fromByteOffset: start + TraceRecord.counterOffset, as: UInt64.self) > counter
        }
    }
}
