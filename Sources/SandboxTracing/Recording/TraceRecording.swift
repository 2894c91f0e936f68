public import Wire

/// What was recorded of some sandboxes, by one clock: where the time went, on the host and in the guests.
public struct TraceRecording: Sendable {
    /// How time was told.
    public var clock: TraceClock
    /// The sandboxes, in the order in which they were first heard of.
    public var tracks: [TraceTrack]
    /// The trace points that any event names.
    public var sites: [TraceSite]
    /// What was wrong with the recording or with what guests wrote, each kind once, with its count.
    public var problems: [TraceProblem]

    package init(clock: TraceClock, tracks: [TraceTrack], sites: [TraceSite], problems: [TraceProblem]) {
        self.clock = clock
        self.tracks = tracks
        self.sites = sites
        self.problems = problems
    }
}

/// How a recording tells the time.
public struct TraceClock: Equatable, Sendable {
    /// Who says what the frequency is.
    public enum Source: UInt8, Sendable {
        /// Nobody.
        case unknown = 0
        /// The kernel, `KVM_GET_TSC_KHZ`.
        case kernel = 1
        /// A clock, while the counter ran for some milliseconds.
        case measured = 2
    }

    /// Ticks of the time-stamp counter in a second; zero if that is unknown, and then all times are zero.
    public var frequency: UInt64
    /// Where the frequency comes from.
    public var source: Source
    /// The wall clock when the recording began, in nanoseconds since 1970-01-01 00:00 UTC.
    public var wallStart: UInt64
    /// What may make the times wrong, in words.
    public var warnings: [String]

    package init(frequency: UInt64, source: Source = .kernel, wallStart: UInt64, warnings: [String]) {
        self.frequency = frequency
        self.source = source
        self.wallStart = wallStart
        self.warnings = warnings
    }
}

/// What was recorded of one sandbox.
public struct TraceTrack: Sendable {
    /// The number by which the recording tells sandboxes apart.
    public var number: UInt32
    /// The name that the host gave the sandbox; may be empty.
    public var label: String
    /// SHA-256 of the guest's image, 32 bytes.
    public var imageDigest: [UInt8]
    /// What happened, in the order in which it was recorded.
    public var events: [TraceEvent]
    /// Records that were lost: overwritten by newer ones in mode `lossy`, or beyond the recorder's limit.
    public var droppedRecords: UInt64

    package init(
        number: UInt32, label: String, imageDigest: [UInt8], events: [TraceEvent] = [], droppedRecords: UInt64 = 0
    ) {
        self.number = number
        self.label = label
        self.imageDigest = imageDigest
        self.events = events
        self.droppedRecords = droppedRecords
    }
}

/// A trace point, or something that the runtime itself records.
public struct TraceSite: Hashable, Sendable {
    /// Which side of the sandbox recorded it.
    public enum Side: UInt8, Hashable, Sendable {
        /// The host, whose word is trusted.
        case host = 0
        /// The guest, whose word is not.
        case guest = 1
    }

    /// Which side of the sandbox recorded it.
    public var side: Side
    /// The name; for a site that the image does not have, a description of what was found.
    public var name: String
    /// `Module/File.swift`, or nil for the runtime's own.
    public var file: String?
    /// The line in the file, or zero.
    public var line: UInt32

    package init(side: Side, name: String, file: String? = nil, line: UInt32 = 0) {
        self.side = side
        self.name = name
        self.file = file
        self.line = line
    }
}

/// One thing that happened.
public struct TraceEvent: Equatable, Sendable {
    /// What happened.
    public enum Kind: Equatable, Sendable {
        /// A function or a block began.
        case enter
        /// A function or a block ended.
        case exit
        /// Something happened at one moment.
        case event
        /// A quantity has the event's value from now on.
        case counter
        /// The event's value, under the site's name, belongs to the guest's latest event that is no argument.
        case argument
        // Indirect, since most events are not logs, and there may be millions.
        /// The guest logged a message.
        indirect case log(level: LogLevel, message: String)
    }

    /// What happened.
    public var kind: Kind
    /// Index into ``TraceRecording/sites``.
    public var site: Int
    /// Nanoseconds since the recording began.
    public var time: UInt64
    /// The value that was recorded with it, if there is one.
    public var value: TraceValue?

    package init(kind: Kind, site: Int, time: UInt64, value: TraceValue? = nil) {
        self.kind = kind
        self.site = site
        self.time = time
        self.value = value
    }
}

/// A value that was recorded.
public enum TraceValue: Hashable, Sendable {
    /// Of a signed integer type.
    case signed(Int64)
    /// Of an unsigned integer type.
    case unsigned(UInt64)
    /// Of a floating-point type; may be infinite or no number.
    case float(Double)
    /// A truth value.
    case bool(Bool)
    /// Recorded by the host only.
    indirect case text(String)
}

/// Something that is not as it should be.
public struct TraceProblem: Hashable, Sendable {
    /// What it is, for people.
    public var description: String
    /// How often it was found.
    public var count: UInt64

    package init(description: String, count: UInt64) {
        self.description = description
        self.count = count
    }
}
