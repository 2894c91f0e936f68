internal import Wire

/// Makes a profile of what one guest tells of its memory. It belongs to the thread that uses the sandbox.
final class MemoryProfiler {
    /// How much is kept.
    struct Limits {
        var sites = 1 << 14
        var blocks = 1 << 20
        var calls = 1 << 10
        var leaks = 64
        var moments = 1 << 12
    }

    private let limits: Limits
    private let walk: StackWalk
    private let heap: GuestRange
    /// Ticks of the counter in a second.
    private let frequency: UInt64
    private let started: UInt64

    /// Without what follows from the rest.
    private var sums = MemoryProfile()
    private var siteOfStack: [[GuestAddress]: Int] = [:]
    private var live = LiveBlocks()
    private var timeline: LiveTimeline
    /// How many calls began.
    private var callCount: UInt64 = 0
    private var call: MemoryProfile.Call?
    /// What the call has allocated and not freed, by site.
    private var held: [Int: MemoryProfile.Amount] = [:]
    /// The latest snapshot, and what was allocated when it was taken.
    private weak var snapshot: Snapshot?
    private var liveInSnapshot = LiveBlocks()

    /// Allocations of which it is not known whose they are.
    private static let otherSite = 0

    /// - Parameters:
    ///   - frequency: Ticks of the counter in a second. By zero all is at one moment.
    ///   - counter: The counter now.
    init(walk: StackWalk, heap: GuestRange, frequency: UInt64, counter: UInt64, limits: Limits = Limits()) {
        self.limits = limits
        self.walk = walk
        self.heap = heap
        self.frequency = frequency
        started = counter
        timeline = LiveTimeline(limit: limits.moments)
        sums.sites = [MemoryProfile.Site(addresses: [])]
    }

    // MARK: Events

    /// The guest allocated a block, or freed one, if the size is zero.
    ///
    /// - Parameters:
    ///   - registers: The guest's at the exit by which it told.
    ///   - counter: The host's time-stamp counter then.
    func record(
        _ address: GuestAddress, size: GuestNumber, registers: ProcessorRegisters, counter: UInt64,
        _ memory: UnsafeGuestMemory
    ) {
        sums.events += 1
        if size == 0 {
            if !release(address) { sums.problems.unknownFrees += 1 }
        } else {
            allocate(address, size, registers, memory)
        }
        let bytes = live.total.bytes
        sums.peakBytes = max(sums.peakBytes, bytes)
        if let peak = call?.peakBytes, bytes > peak { call?.peakBytes = bytes }
        note(bytes, at: counter)
    }

    private func allocate(
        _ address: GuestAddress, _ claimedSize: GuestNumber, _ registers: ProcessorRegisters,
        _ memory: UnsafeGuestMemory
    ) {
        // That also bounds the sizes, so that no sum of live ones overflows.
        guard let range = GuestRange(start: address, count: claimedSize), heap.contains(range),
            let size = claimedSize.bounded(by: .max)
        else {
            return sums.problems.impossibleAllocations += 1
        }
        let site = site(registers, memory)
        let amount = MemoryProfile.Amount(blocks: 1, bytes: UInt64(size))
        sums.allocated += amount
        sums.sites[site].allocated += amount
        call?.allocated += amount
        if release(address) { sums.problems.repeatedAllocations += 1 }
        guard live.count < limits.blocks else { return sums.problems.allocationsNotFollowed += 1 }
        live.insert(LiveBlocks.Block(size: size, site: site, call: callCount), at: address)
        sums.sites[site].peakBytes = max(sums.sites[site].peakBytes, live.sum(ofSite: site).bytes)
        if call != nil { held[site, default: MemoryProfile.Amount()] += amount }
    }

    private func site(_ registers: ProcessorRegisters, _ memory: UnsafeGuestMemory) -> Int {
        let (stack, end) = walk.addresses(
            from: registers.instructionAddress, framePointer: registers.frameAddress, in: memory)
        switch end {
        case .outermost: break
        case .limit: sums.problems.deepStacks += 1
        case .broken: sums.problems.brokenStacks += 1
        }
        guard !stack.isEmpty else { return Self.otherSite }
        if let known = siteOfStack[stack] { return known }
        guard sums.sites.count < limits.sites else {
            sums.problems.allocationsWithoutSite += 1
            return Self.otherSite
        }
        sums.sites.append(MemoryProfile.Site(stack))
        siteOfStack[stack] = sums.sites.count - 1
        return sums.sites.count - 1
    }

    /// - Returns: Whether there was such a block.
    private func release(_ address: GuestAddress) -> Bool {
        guard let block = live.remove(at: address) else { return false }
        sums.freed += block.amount
        call?.freed += block.amount
        if call != nil, block.call == callCount { held[block.site]? -= block.amount }
        return true
    }

    private func note(_ bytes: UInt64, at counter: UInt64) {
        timeline.note(bytes, at: counter >= started ? counter - started : 0)
    }

    // MARK: Calls

    /// - Parameter function: Nil for the start code.
    func beginCall(_ function: String?) {
        callCount += 1
        held.removeAll(keepingCapacity: true)
        call = MemoryProfile.Call(function: function, liveBefore: live.total, peakBytes: live.total.bytes)
    }

    func endCall(hasReturned: Bool) {
        guard var ended = call else { return }
        call = nil
        guard sums.calls.count < limits.calls else { return sums.problems.callsNotKept += 1 }
        ended.hasReturned = hasReturned
        ended.liveAfter = live.total
        let leaks = held.filter { $0.value.blocks > 0 }.map { MemoryProfile.Call.Leak(site: $0.key, amount: $0.value) }
        for leak in leaks { ended.leaked += leak.amount }
        ended.leaks = Array(
            leaks.sorted { ($1.amount.bytes, $0.site) < ($0.amount.bytes, $1.site) }.prefix(limits.leaks))
        sums.calls.append(ended)
    }

    // MARK: Snapshots

    func didTake(_ snapshot: Snapshot) {
        self.snapshot = snapshot
        liveInSnapshot = live
    }

    /// The guest's heap is what it was at a snapshot: blocks that were allocated since are gone, and not by being freed; those
    /// that were freed since are back. Of snapshots other than the latest the profile does not know what was allocated.
    func didRestore(to snapshot: Snapshot, counter: UInt64) {
        live = snapshot === self.snapshot ? liveInSnapshot : LiveBlocks()
        note(live.total.bytes, at: counter)
    }

    // MARK: The result

    /// What is known by now.
    var profile: MemoryProfile {
        var profile = sums
        profile.live = live.total
        for site in profile.sites.indices { profile.sites[site].live = live.sum(ofSite: site) }
        profile.timeline = timeline.points.map { point in
            MemoryProfile.Moment(
                nanoseconds: nanoseconds(timeline.start(of: point)), peakBytes: point.peak, bytes: point.last)
        }
        return profile
    }

    private func nanoseconds(_ ticks: UInt64) -> UInt64 {
        let product = ticks.multipliedFullWidth(by: 1_000_000_000)
        guard frequency > 0 else { return 0 }
        return product.high < frequency ? frequency.dividingFullWidth(product).quotient : .max
    }
}
