import CSystemCalls
import Glibc
import Synchronization

/// Counts the system calls that a thread makes in a part of its life.
///
/// Each of the thread's system calls from the beginning of that part to its own end waits until another thread has seen it.
final class SystemCallRecorder: Sendable {
    /// A system call, and for ioctl(2) its request.
    struct Call: Hashable, CustomStringConvertible {
        let number: Int32
        let request: UInt64?
        var description: String { "\(number)" + (request.map { ", request 0x" + String($0, radix: 16) } ?? "") }
    }

    /// Those that glibc reads without the kernel (vdso(7)), as long as the kernel's own clock is the time-stamp counter. A machine
    /// that stalls, as emulated ones do, may make it take another clock: then each reading is a system call.
    private static let clocksWithoutKernel: Set<UInt64> = Set(
        [CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_MONOTONIC_RAW, CLOCK_BOOTTIME].map { UInt64($0) })

    private static let unset: Int32 = -2
    private let watcher = Atomic(unset)
    private let isOver = Atomic(false)
    private let counts = Mutex<[Call: Int]>([:])

    /// Runs `body` in a thread of its own.
    ///
    /// - Parameter body: Calls its argument's ``begin()`` and ``end()`` once each.
    /// - Returns: What that thread did in between, and how often.
    static func record(_ body: @escaping @Sendable (SystemCallRecorder) -> Void) -> [Call: Int] {
        let recorder = SystemCallRecorder()
        let thread = OtherThread {
            body(recorder)
            // For a body that did not get as far as that.
            _ = recorder.watcher.compareExchange(
                expected: unset, desired: -1, ordering: .sequentiallyConsistent)
        }
        recorder.watch()
        thread.join()
        return recorder.counts.withLock { $0 }
    }

    func begin() {
        watcher.store(swiftlet_watch_system_calls(), ordering: .sequentiallyConsistent)
    }

    func end() {
        isOver.store(true, ordering: .sequentiallyConsistent)
    }

    private func watch() {
        while watcher.load(ordering: .sequentiallyConsistent) == Self.unset { sched_yield() }
        let descriptor = watcher.load(ordering: .sequentiallyConsistent)
        guard descriptor >= 0 else { return }
        // Whatever still waits then fails, and so does the body.
        defer { close(descriptor) }
        var call = swiftlet_system_call()
        while swiftlet_next_system_call(descriptor, &call) == 1 {
            let isClock =
                call.number == SWIFTLET_CLOCK_GETTIME && Self.clocksWithoutKernel.contains(call.arguments.0)
            if !isClock, !isOver.load(ordering: .sequentiallyConsistent) {
                let request = call.number == SWIFTLET_IOCTL ? call.arguments.1 : nil
                counts.withLock { $0[Call(number: call.number, request: request), default: 0] += 1 }
            }
            guard swiftlet_continue_system_call(descriptor, &call) == 0 || errno == ENOENT else { return }
        }
    }
}
