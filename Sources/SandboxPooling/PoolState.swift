internal import Dispatch
internal import HostRuntime

/// Receives a sandbox, or nil when it is its turn to make one.
typealias Waiter = CheckedContinuation<PooledSandbox?, any Error>

/// Who has which sandbox, and who waits. Knows no clock, no thread and no hypervisor: it decides, the pool does.
///
/// Each sandbox that exists, or is being made or closed, takes one place of the pool's size.
struct PoolState {
    private let maximumSize, minimumIdle, maximumIdle, maximumWaiters: Int

    /// The last one in is the next one out: what it uses of the processor's caches is the freshest.
    private var idle: [PooledSandbox] = []
    /// Those that borrowers have, or make for themselves.
    private var lent = 0
    private var refilling = 0
    private var closing = 0
    /// Nobody is in line while a sandbox is idle.
    var waiters = WaiterQueue()
    private var totals = Totals()

    private(set) var isShuttingDown = false
    /// Who wants to know that nothing is left.
    var drainers: [CheckedContinuation<Void, Never>] = []

    /// Why the last refill failed, until it is time for the next one.
    private var refillFailure: SandboxError?
    private var backoff = RefillBackoff()
    private var isExpiryScheduled = false

    private struct Totals {
        var hits = 0, misses = 0, waits = 0, rejections = 0, refills = 0, replacements = 0, failures = 0
    }

    init(_ configuration: SandboxPool.Configuration) {
        maximumSize = configuration.maximumSize
        minimumIdle = configuration.minimumIdle
        maximumIdle = configuration.maximumIdle ?? configuration.maximumSize
        maximumWaiters = configuration.maximumWaiters
    }

    private var size: Int { idle.count + lent + refilling + closing }

    var statistics: SandboxPool.Statistics {
        SandboxPool.Statistics(
            idle: idle.count, lent: lent, waiting: waiters.count, hits: totals.hits, misses: totals.misses,
            waits: totals.waits, rejections: totals.rejections, refills: totals.refills,
            replacements: totals.replacements, failures: totals.failures)
    }

    // MARK: Borrowing

    enum Loan {
        case lent(PooledSandbox)
        case make
        case wait(WaiterQueue.Ticket)
        case refused(Refusal)
    }

    enum Refusal {
        case tooManyWaiters, shuttingDown
    }

    mutating func borrow() -> Loan {
        let loan = nextLoan()
        switch loan {
        case .lent: totals.hits += 1
        case .make, .wait: totals.misses += 1
        case .refused(.tooManyWaiters):
            totals.misses += 1
            totals.rejections += 1
        case .refused(.shuttingDown): break
        }
        return loan
    }

    /// Puts a caller in line who was told to wait, unless that is no longer necessary.
    mutating func enqueue(_ waiter: Waiter, _ ticket: WaiterQueue.Ticket, deadline: DispatchTime?) -> Loan {
        let loan = nextLoan()
        switch loan {
        case .wait:
            totals.waits += 1
            waiters.append(waiter, ticket, deadline: deadline)
            return .wait(ticket)
        case .refused(.tooManyWaiters):
            totals.rejections += 1
        case .lent, .make, .refused(.shuttingDown): break
        }
        return loan
    }

    private mutating func nextLoan() -> Loan {
        guard !isShuttingDown else { return .refused(.shuttingDown) }
        if waiters.isEmpty {
            if let sandbox = idle.popLast() {
                lent += 1
                return .lent(sandbox)
            }
            if size < maximumSize {
                lent += 1
                return .make
            }
        }
        return waiters.count < maximumWaiters ? .wait(waiters.nextTicket()) : .refused(.tooManyWaiters)
    }

    mutating func abandonMaking() {
        lent -= 1
        totals.failures += 1
    }

    mutating func expireWaiters(at now: DispatchTime) -> [Waiter] {
        isExpiryScheduled = false
        var expired: [Waiter] = []
        while let deadline = waiters.firstDeadline, deadline <= now, let waiter = waiters.popFirst() {
            expired.append(waiter)
        }
        totals.rejections += expired.count
        return expired
    }

    // MARK: Returning

    /// What became of a sandbox that is ready to be lent.
    enum Placement {
        case handed(Waiter)
        case kept
        /// It takes a place until ``finishClosing()``.
        case superfluous
    }

    mutating func takeBack(_ sandbox: PooledSandbox) -> Placement {
        lent -= 1
        return place(sandbox)
    }

    /// A sandbox comes back that has to be closed.
    mutating func retire() {
        lent -= 1
        closing += 1
        totals.replacements += 1
    }

    mutating func finishClosing() { closing -= 1 }

    private mutating func place(_ sandbox: PooledSandbox) -> Placement {
        guard !isShuttingDown else {
            closing += 1
            return .superfluous
        }
        if let waiter = waiters.popFirst() {
            lent += 1
            return .handed(waiter)
        }
        guard idle.count < maximumIdle else {
            closing += 1
            return .superfluous
        }
        idle.append(sandbox)
        return .kept
    }

    // MARK: Refilling

    /// False when the refill that was asked for has become pointless.
    mutating func beginRefill() -> Bool {
        guard !isShuttingDown, refillFailure == nil else {
            refilling -= 1
            return false
        }
        return true
    }

    mutating func finishRefill(_ sandbox: PooledSandbox) -> Placement {
        refilling -= 1
        totals.refills += 1
        backoff.reset()
        return place(sandbox)
    }

    /// How long to wait before ``resumeRefills()``.
    mutating func failRefill(_ error: SandboxError) -> DispatchTimeInterval {
        refilling -= 1
        totals.failures += 1
        refillFailure = error
        return backoff.next()
    }

    mutating func resumeRefills() { refillFailure = nil }

    // MARK: Shutting down

    /// Who waits no longer, and what has to be closed.
    mutating func beginShutdown() -> ([Waiter], [PooledSandbox]) {
        isShuttingDown = true
        let unused = idle
        idle = []
        closing += unused.count
        return (waiters.removeAll(), unused)
    }

    // MARK: What follows

    /// What a change makes necessary.
    struct Consequences {
        /// How many sandboxes to make in the background.
        var refills = 0
        /// When to look for waiters whose time is over.
        var nextExpiry: DispatchTime?
        /// Waiters whom no sandbox can reach any more, because of the failure.
        var abandoned: [Waiter] = []
        var refillFailure: SandboxError?
        var drained: [CheckedContinuation<Void, Never>] = []
    }

    /// To be called after every change.
    mutating func settle() -> Consequences {
        var consequences = Consequences()
        if isShuttingDown {
            if size == 0 { swap(&consequences.drained, &drainers) }
            return consequences
        }
        if refillFailure == nil {
            let wanted = waiters.count + max(0, minimumIdle - idle.count) - refilling
            consequences.refills = max(0, min(wanted, maximumSize - size))
            refilling += consequences.refills
        } else if size == 0, !waiters.isEmpty {
            consequences.abandoned = waiters.removeAll()
            consequences.refillFailure = refillFailure
        }
        if !isExpiryScheduled, let deadline = waiters.firstDeadline {
            isExpiryScheduled = true
            consequences.nextExpiry = deadline
        }
        return consequences
    }
}
