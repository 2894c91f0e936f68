/// What a sandbox's guest allocated and freed, and from where.
///
/// The guest tells of its allocations, so all of it is the guest's word. What cannot be is left out and counted in
/// ``problems``. A profile has bounds, whatever the guest does; ``problems`` counts what went beyond them, too.
public struct MemoryProfile: Equatable, Sendable {
    /// A number of blocks of memory, and their size together. Sums that 64 bits do not hold stay at the largest number.
    public struct Amount: Equatable, Sendable {
        /// How many blocks.
        public internal(set) var blocks: UInt64 = 0
        /// What was asked for, in bytes; the heap needs somewhat more.
        public internal(set) var bytes: UInt64 = 0
    }

    /// A stack of calls by which memory was allocated.
    public struct Site: Equatable, Sendable {
        /// Where the guest was: first in the code that told of the allocation, and then return addresses, each in the
        /// caller of the one before it. At most 64. None for allocations whose stacks could not be told apart.
        public let addresses: [UInt64]
        /// All that was allocated here.
        public internal(set) var allocated = Amount()
        /// What of that is allocated still.
        public internal(set) var live = Amount()
        /// The most that was allocated at once, in bytes.
        public internal(set) var peakBytes: UInt64 = 0
    }

    /// A part of the time, and what was allocated in it.
    public struct Moment: Equatable, Sendable {
        /// When it begins, in nanoseconds since the profile began.
        public let nanoseconds: UInt64
        /// The most that was allocated at once in it, in bytes.
        public let peakBytes: UInt64
        /// What was allocated at its end, in bytes.
        public let bytes: UInt64
    }

    /// One call of a guest function, or the run of the guest's start code.
    public struct Call: Equatable, Sendable {
        /// What a call allocated at one site and had not freed at its end.
        public struct Leak: Equatable, Sendable {
            /// Index into ``MemoryProfile/sites``.
            public let site: Int
            /// How much.
            public let amount: Amount
        }

        /// The function's name; nil for the start code.
        public let function: String?
        /// Whether it ended as calls should, by a result or by an error that the guest function threw.
        public internal(set) var hasReturned = false
        /// What was allocated when it began, as far as the profile knows.
        public let liveBefore: Amount
        /// What was allocated when it ended.
        public internal(set) var liveAfter = Amount()
        /// The most that was allocated at once while it ran, in bytes.
        public internal(set) var peakBytes: UInt64
        /// What it allocated.
        public internal(set) var allocated = Amount()
        /// What it freed, whoever had allocated that.
        public internal(set) var freed = Amount()
        /// What it allocated and had not freed at its end. Some of that may be meant to stay.
        public internal(set) var leaked = Amount()
        /// The same by site, the largest first: at most 64 sites.
        public internal(set) var leaks: [Leak] = []
    }

    /// What was odd, or too much.
    public struct Problems: Equatable, Sendable {
        /// Blocks that were freed, but of whose allocation the profile does not know: they are older than the profile, were
        /// forgotten by a restore, or never were.
        public internal(set) var unknownFrees: UInt64 = 0
        /// Allocations of a block that was allocated already.
        public internal(set) var repeatedAllocations: UInt64 = 0
        /// Allocations that do not lie in the guest's heap.
        public internal(set) var impossibleAllocations: UInt64 = 0
        /// Allocations whose stack was not readable to its end.
        public internal(set) var brokenStacks: UInt64 = 0
        /// Allocations whose stack was deeper than is kept.
        public internal(set) var deepStacks: UInt64 = 0
        /// Allocations at sites that had no place any more: more than 16,384 different ones.
        public internal(set) var allocationsWithoutSite: UInt64 = 0
        /// Allocations that had no place any more: more than 1,048,576 blocks at a time.
        public internal(set) var allocationsNotFollowed: UInt64 = 0
        /// Calls that had no place any more: more than 1,024.
        public internal(set) var callsNotKept: UInt64 = 0
    }

    /// How often the guest told of an allocation or a release. None of a guest that was built without trace points.
    public internal(set) var events: UInt64 = 0
    /// All that was allocated since the profile began.
    public internal(set) var allocated = Amount()
    /// All that was freed.
    public internal(set) var freed = Amount()
    /// What is allocated.
    public internal(set) var live = Amount()
    /// The most that was allocated at once, in bytes.
    public internal(set) var peakBytes: UInt64 = 0
    /// Where memory was allocated, in the order in which the sites first occurred. The first one has no addresses.
    public internal(set) var sites: [Site] = []
    /// What was allocated in the course of time: at most 4,096 moments at which something happened, in order.
    public internal(set) var timeline: [Moment] = []
    /// The calls that have ended, in order: the first 1,024.
    public internal(set) var calls: [Call] = []
    /// What was odd, or too much.
    public internal(set) var problems = Problems()
}

extension MemoryProfile.Site {
    init(_ stack: [GuestAddress]) { self.init(addresses: stack.map(\.rawBits)) }
}

extension MemoryProfile.Amount {
    static func += (sum: inout Self, other: Self) {
        sum.blocks = sum.blocks.addingClamped(other.blocks)
        sum.bytes = sum.bytes.addingClamped(other.bytes)
    }

    /// Of what was added before.
    static func -= (sum: inout Self, other: Self) {
        sum.blocks -= min(other.blocks, sum.blocks)
        sum.bytes -= min(other.bytes, sum.bytes)
    }
}

extension UInt64 {
    fileprivate func addingClamped(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
