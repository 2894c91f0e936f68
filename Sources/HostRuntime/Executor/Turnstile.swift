internal import Synchronization

/// Lets as many tasks through at a time as there are threads for guests. The others wait without one, and can leave.
final class Turnstile: Sendable {
    private struct State {
        /// How many may still go through.
        var vacancies: Int
        var line = PriorityLine<Waiter>()
        /// Where those in the line are.
        var places: [UInt64: PriorityLine<Waiter>.Place] = [:]
        var lastTicket: UInt64 = 0

        mutating func append(_ waiter: Waiter, _ priority: TaskPriority) {
            places[waiter.ticket] = line.append(waiter, priority: priority.rawValue)
        }

        mutating func remove(_ ticket: UInt64) -> Waiter? {
            places.removeValue(forKey: ticket).flatMap { line.remove($0) }
        }
    }

    private struct Waiter {
        let ticket: UInt64
        let continuation: CheckedContinuation<Bool, Never>
    }

    private let state: Mutex<State>

    init(width: Int) { state = Mutex(State(vacancies: width)) }

    /// How many may go through now.
    var vacancies: Int { state.withLock { $0.vacancies } }

    /// How many wait now.
    var waiterCount: Int { state.withLock { $0.line.count } }

    /// Lets the calling task through, at once or when it is its turn. Who was let through must ``leave()``.
    ///
    /// - Parameter control: Of the call on whose behalf the task waits: when somebody ends that, it waits no longer.
    /// - Returns: Whether it was let through.
    nonisolated(nonsending) func enter(for control: CallControl?) async -> Bool {
        let ticket: UInt64? = state.withLock { state in
            if state.vacancies > 0 {
                state.vacancies -= 1
                return nil
            }
            state.lastTicket += 1
            return state.lastTicket
        }
        guard let ticket else { return true }
        defer { control?.forgetAction() }
        return await withTaskPriorityEscalationHandler {
            await withCheckedContinuation { continuation in
                let isLate = state.withLock { state in
                    guard state.vacancies == 0 else {
                        state.vacancies -= 1
                        return true
                    }
                    state.append(Waiter(ticket: ticket, continuation: continuation), Task.currentPriority)
                    return false
                }
                if isLate { return continuation.resume(returning: true) }
                control?.whenStopped { self.abandon(ticket) }
            }
        } onPriorityEscalated: { _, priority in
            self.promote(ticket, to: priority)
        }
    }

    /// Lets the next one through.
    func leave() {
        let next: Waiter? = state.withLock { state in
            guard let waiter = state.line.popFirst() else {
                state.vacancies += 1
                return nil
            }
            state.places[waiter.ticket] = nil
            return waiter
        }
        next?.continuation.resume(returning: true)
    }

    private func abandon(_ ticket: UInt64) {
        let waiter = state.withLock { $0.remove(ticket) }
        waiter?.continuation.resume(returning: false)
    }

    private func promote(_ ticket: UInt64, to priority: TaskPriority) {
        state.withLock { state in
            if let waiter = state.remove(ticket) { state.append(waiter, priority) }
        }
    }
}
