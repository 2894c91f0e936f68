import Foundation
import HostRuntime
import Synchronization

/// Ending a call whose guest never returns: from the request to the call's error.
func measureInterruptions(_ subject: Subject) throws -> [Row] {
    let sandbox = try subject.makeSandbox()
    let clean = try sandbox.snapshot()
    let floor = try FloorMachine()
    let interrupter = Interrupter()
    defer { interrupter.dismiss() }

    let (handle, interruptFloor) = (sandbox.interruptHandle, floor.interrupter)
    // The signal's handler is there, since there is a sandbox.
    let signal = InterruptSignal.number
    let samples = try interleave(
        samples: 500,
        [
            {
                defer { try? sandbox.restore(to: clean) }
                return try interrupter.latency(of: { handle.interrupt() }) {
                    do throws(SandboxError) {
                        try sandbox.call("spin")
                    } catch {
                        guard error.code == .cancelled else { throw error }
                    }
                }
            },
            {
                try interrupter.latency(of: {
                    interruptFloor(signal)
                    return true
                }) { try floor.spin() }
            },
            {
                defer { try? sandbox.restore(to: clean) }
                let deadline = ContinuousClock.now + .milliseconds(1)
                do throws(SandboxError) {
                    try sandbox.call("spin", deadline: deadline)
                } catch {
                    guard error.code == .deadlineExceeded else { throw error }
                }
                return (ContinuousClock.now - deadline) / .nanoseconds(1)
            },
        ])
    let floorName = "KVM_RUN ended by immediate_exit and a signal"
    return [
        Row(
            name: "interruption, until the call has thrown", ours: Distribution(samples[0]),
            floor: Distribution(samples[1]), floorName: floorName),
        Row(
            name: "deadline, until the call has thrown", ours: Distribution(samples[2]),
            floor: Distribution(samples[1]), floorName: floorName),
    ]
}

/// Takes samples in turn.
private func interleave(samples count: Int, _ works: [() throws -> Double]) throws -> [[Double]] {
    var samples = [[Double]](repeating: [], count: works.count)
    for _ in 0..<count {
        for (index, work) in works.enumerated() { samples[index].append(try work()) }
    }
    return samples
}

/// A thread that ends what another one does, some time after that has begun.
private final class Interrupter: Sendable {
    /// Whether there was something to end.
    typealias Interruption = @Sendable () -> Bool

    private enum Order { case wait, interrupt(Interruption), leave }

    private let order = Mutex(Order.wait)
    private let (given, done) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    private let requestedAt = Atomic<UInt64>(0)
    /// In nanoseconds. By then the guest spins.
    private static let patience: UInt64 = 300_000

    init() {
        Thread { [self] in
            while true {
                given.wait()
                guard case .interrupt(let body) = order.withLock({ $0 }) else { return }
                let start = monotonicTime()
                while monotonicTime() - start < Self.patience {}
                // On a busy machine it may not even have begun by then.
                repeat { requestedAt.store(monotonicTime(), ordering: .releasing) } while !body()
                done.signal()
            }
        }.start()
    }

    /// The nanoseconds from the request to the end of `work`.
    func latency(of interruption: @escaping Interruption, _ work: () throws -> Void) throws -> Double {
        order.withLock { $0 = .interrupt(interruption) }
        given.signal()
        try work()
        let end = monotonicTime()
        done.wait()
        return Double(end - requestedAt.load(ordering: .acquiring))
    }

    func dismiss() {
        order.withLock { $0 = .leave }
        given.signal()
    }
}
