import HostRuntime
import SandboxTracing
import SystemPackage
import Wire

/// The read-only memory of a guest that does not exist: names of trace points and files.
struct SyntheticImage {
    static let base: UInt64 = 0x40_0000
    static let digest = [UInt8](0..<32)

    private(set) var bytes: [UInt8] = []

    /// Adds a name, and returns its address.
    mutating func add(_ name: String) -> UInt64 {
        defer { bytes += Array(name.utf8) + [0] }
        return Self.base + UInt64(bytes.count)
    }

    var strings: ImageStrings { ImageStrings(bytes: bytes, at: Self.base) }
}

/// A record as a guest writes it. Times are nanoseconds since the recording began.
struct SyntheticRecord {
    var kind: UInt8
    var name: UInt64
    var time: UInt64
    var type: UInt8 = 0
    var value: UInt64 = 0
    var file: UInt64 = 0
    var line: UInt64 = 0

    init(
        _ kind: TraceRecord.Kind, _ name: UInt64, at time: UInt64, type: TraceRecord.ValueType = .none,
        value: UInt64 = 0, file: UInt64 = 0, line: UInt64 = 0
    ) {
        self.kind = kind.rawValue
        self.name = name
        self.time = time
        self.type = type.rawValue
        self.value = value
        self.file = file
        self.line = line
    }

    func words(_ start: UInt64) -> [UInt64] {
        [start &+ time, name | UInt64(type) << 48 | UInt64(kind) << 56, value, file | line << 40]
    }
}

/// A sandbox that does not exist, and what it records.
struct SyntheticTrace {
    let recorder: TraceRecorder
    let encoder: TraceEncoder

    init(
        _ image: SyntheticImage = SyntheticImage(), recorder: TraceRecorder = TraceRecorder(), label: String = "guest"
    ) {
        self.recorder = recorder
        encoder = recorder.makeEncoder(
            label: label, digest: SyntheticImage.digest, names: image.strings, frequency: Self.frequency)
    }

    /// A tick is a nanosecond, so that times can be written down.
    static let frequency: CounterFrequency = {
        var facts = CounterFacts()
        facts.kernelFrequency = 1_000_000_000
        facts.isInvariant = true
        return CounterFrequency(facts) { 0 }
    }()

    func begin(_ step: HostStep, at time: UInt64, name: String? = nil) {
        encoder.begin(step, at: recorder.startCounter + time, name: name)
    }

    func end(_ step: HostStep, at time: UInt64) { encoder.end(step, at: recorder.startCounter + time) }

    func log(_ message: String, at time: UInt64) {
        encoder.log(level: .info, message: message, at: recorder.startCounter + time)
    }

    func records(
        _ records: [SyntheticRecord], offset: Int64 = 0, entered: UInt64 = 0, left: UInt64 = 1 << 40
    ) {
        let start = recorder.startCounter
        let words = records.flatMap { $0.words(start &+ UInt64(bitPattern: offset)) }
        words.withUnsafeBytes {
            encoder.guestRecords($0, counterOffset: offset, entered: start + entered, left: start + left)
        }
    }

    /// Everything so far.
    func bytes() -> [UInt8] {
        encoder.flush()
        return recorder.bytes()
    }

    func recording() throws -> TraceRecording { try TraceRecording(bytes: bytes()) }
}

extension TraceRecording {
    /// A track's events in words.
    func lines(_ track: Int = 0) -> [String] {
        tracks[track].events.map { event in
            let site = sites[event.site]
            let value = event.value.map { " \($0)" } ?? ""
            return switch event.kind {
            case .enter: "\(event.time) > \(site.name)\(value)"
            case .exit: "\(event.time) < \(site.name)\(value)"
            case .event: "\(event.time) event \(site.name)\(value)"
            case .counter: "\(event.time) counter \(site.name)\(value)"
            case .argument: "\(event.time) argument \(site.name)\(value)"
            case .log(let level, let message): "\(event.time) \(level): \(message)"
            }
        }
    }

    /// A track's slices in words, indented.
    func slices(_ track: Int = 0) -> [String] { describe(timeline(of: tracks[track])) }

    func describe(_ timeline: TraceTimeline) -> [String] {
        timeline.slices.map { slice in
            let arguments = slice.arguments.map { " \($0.name)=\($0.value)" }.joined()
            let name = String(repeating: " ", count: slice.depth) + sites[slice.site].name
            return "\(name) \(slice.start)...\(slice.end)\(arguments)\(slice.isComplete ? "" : " incomplete")"
        }
    }

    var problemCounts: [String: UInt64] {
        Dictionary(uniqueKeysWithValues: problems.map { ($0.description, $0.count) })
    }
}
