/// One track's events as nested slices.
public struct TraceTimeline: Sendable {
    /// A function, a block or a step of the runtime, from its beginning to its end.
    public struct Slice: Sendable {
        /// Index into ``TraceRecording/sites``.
        public var site: Int
        /// Nanoseconds since the recording began.
        public var start: UInt64
        /// Nanoseconds since the recording began, ``start`` at least.
        public var end: UInt64
        /// Index of the slice that this one is in.
        public var parent: Int?
        /// How many slices this one is in.
        public var depth: Int
        /// What was captured, by name.
        public var arguments: [(name: String, value: TraceValue)]
        /// Whether the end was recorded. One that was not ends where the slice around it does.
        public var isComplete: Bool
    }

    /// Something that happened at one moment: an event, a counter's new value, or a message of the guest's log.
    public struct Moment: Sendable {
        /// What happened, at a time that is never before that of the moment in front of it.
        public var event: TraceEvent
        /// Index of the innermost slice that was open.
        public var parent: Int?
        /// What was captured, by name.
        public var arguments: [(name: String, value: TraceValue)]
    }

    /// How many slices one may be in, itself included. Deeper ones are left out, and reported.
    public static let maximumDepth = 1024

    /// In the order of their beginnings.
    public var slices: [Slice]
    /// In the order of their times.
    public var moments: [Moment]
    /// What did not fit together, each kind once, with its count.
    public var problems: [TraceProblem]

    package init(slices: [Slice] = [], moments: [Moment] = [], problems: [TraceProblem] = []) {
        self.slices = slices
        self.moments = moments
        self.problems = problems
    }
}
