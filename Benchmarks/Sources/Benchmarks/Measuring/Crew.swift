import Foundation
import Synchronization

/// Threads that work at the same time, on things that belong to one of them each. They are not bound to cores.
///
/// They stay from one measurement to the next, since KVM has more to do when a vCPU has changed its thread.
final class Crew {
    private let members: [Member]

    init(size: Int) {
        members = (0..<size).map { _ in Member() }
    }

    deinit {
        for member in members { member.dismiss() }
    }

    /// Does the operations in turn, over and over for so many nanoseconds, divided among as many threads as there are or as
    /// there are operations. Returns how many are done in a second by all threads together.
    ///
    /// - Parameter operations: No two of them may have anything in common that threads must not share.
    func rate(of operations: [() throws -> Void], for duration: Double) throws -> Double {
        let threads = min(members.count, operations.count)
        let start = monotonicTime() + Self.patience
        for thread in 0..<threads {
            let share = Share(
                operations: stride(from: thread, to: operations.count, by: threads).map { operations[$0] })
            members[thread].begin {
                // All begin together, although they are woken one after the other.
                while monotonicTime() < start {}
                return try share.rate(for: duration)
            }
        }
        return try members[..<threads].map { try $0.end().get() }.reduce(0, +)
    }

    /// In nanoseconds, until the last thread is awake.
    private static let patience: UInt64 = 500_000
}

/// The operations that one thread does.
private struct Share: @unchecked Sendable {
    let operations: [() throws -> Void]

    func rate(for duration: Double) throws -> Double {
        var count = 0
        let start = monotonicTime()
        while true {
            for operation in operations {
                try operation()
                count += 1
                let time = Double(monotonicTime() - start)
                if time >= duration { return Double(count) / time * 1e9 }
            }
        }
    }
}

/// One thread, and the work that it is given.
final class Member: Sendable {
    typealias Job = @Sendable () throws -> Double

    private let job = Mutex<Job?>(nil)
    private let result = Mutex<Result<Double, any Error>>(.success(0))
    private let (given, done) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))

    init() {
        let thread = Thread { [self] in
            while true {
                given.wait()
                guard let job = job.withLock({ $0 }) else { return }
                let result = Result { try job() }
                self.result.withLock { $0 = result }
                done.signal()
            }
        }
        thread.start()
    }

    func begin(_ job: @escaping Job) {
        self.job.withLock { $0 = job }
        given.signal()
    }

    func end() -> Result<Double, any Error> {
        done.wait()
        return result.withLock { $0 }
    }

    func dismiss() {
        job.withLock { $0 = nil }
        given.signal()
    }
}
