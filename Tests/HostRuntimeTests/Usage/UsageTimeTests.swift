import Glibc
import Synchronization
import Testing

@testable import HostRuntime

/// Each time is compared with one that was measured around it, or within it, by the same clock.
@Suite("The time that calls take")
struct UsageTimeTests {
    /// A call, and what the thread's clocks say around it.
    private struct Timed {
        let usage: Sandbox.Usage
        let wallTime: Duration
        let processorTime: Duration

        init(_ sandbox: Sandbox, _ call: () throws -> Void) throws {
            let processor = HostTime.nanoseconds(of: CLOCK_THREAD_CPUTIME_ID)
            let watch = Stopwatch()
            try call()
            wallTime = watch.elapsed
            processorTime = .nanoseconds(
                Int64(clamping: HostTime.nanoseconds(of: CLOCK_THREAD_CPUTIME_ID) - processor))
            usage = try #require(sandbox.lastCallUsage)
            #expect(usage.wallTime > .zero && usage.wallTime <= wallTime)
            #expect(usage.guestProcessorTime > .zero && usage.guestProcessorTime <= processorTime)
        }
    }

    private func sandbox(hostAdd: @escaping @Sendable () -> Void = {}) throws -> Sandbox {
        var functions = HostFunctions.forTests
        functions.register("hostAdd") { (left: Int32, right: Int32) -> Int32 in
            hostAdd()
            return left &+ right
        }
        return try .test(configuration: .init(logger: .silent, measuresUsage: true), hostFunctions: functions)
    }

    @Test func aGuestThatSpins() throws {
        let sandbox = try sandbox()
        let clean = try sandbox.snapshot()
        for _ in 0..<3 {
            sandbox.limits.processorTimePerCall = .milliseconds(10)
            let timed = try Timed(sandbox) { try expectError(.limitExceeded) { try sandbox.call("spin") } }
            // All but what the host did before the guest was entered.
            #expect(timed.usage.guestProcessorTime > .milliseconds(5))
            #expect(timed.usage.wallTime > .milliseconds(5))
            try sandbox.restore(to: clean)
        }
    }

    /// The thread's clock stands still meanwhile, so that what ``Timed`` expects is enough.
    @Test func aHostFunctionThatSleeps() throws {
        let asleep = Mutex(Duration.zero)
        let sandbox = try sandbox {
            let watch = Stopwatch()
            usleep(30_000)
            asleep.withLock { $0 += watch.elapsed }
        }
        let timed = try Timed(sandbox) { _ = try sandbox.call("callHostOften", Int32(3), [UInt8]()) as UInt64 }
        #expect(timed.usage.wallTime >= asleep.withLock { $0 })
    }

    @Test func aHostFunctionThatWorks() throws {
        let worked = Mutex(Duration.zero)
        let sandbox = try sandbox {
            let start = HostTime.nanoseconds(of: CLOCK_THREAD_CPUTIME_ID)
            var used: UInt64 = 0
            while used < 10_000_000 { used = HostTime.nanoseconds(of: CLOCK_THREAD_CPUTIME_ID) - start }
            worked.withLock { [used] in $0 += .nanoseconds(Int64(used)) }
        }
        let timed = try Timed(sandbox) { _ = try sandbox.call("callHostOften", Int32(3), [UInt8]()) as UInt64 }
        #expect(timed.usage.guestProcessorTime <= timed.processorTime - worked.withLock { $0 })
    }

    /// The guest waits for nobody: what it works, it works on the processor.
    @Test func aGuestThatWorksForLonger() throws {
        let sandbox = try sandbox()
        func least(_ count: UInt32) throws -> Duration {
            try (0..<3).map { _ in
                try Timed(sandbox) { _ = try sandbox.call("allocateAndFree", UInt32(16), count) as UInt64 }.usage
                    .guestProcessorTime
            }.min() ?? .zero
        }
        #expect(try least(1) < least(200_000))
    }

    /// A call may go on in another thread after each exit: what counts is the clock of the one that enters.
    @Test func severalThreads() throws {
        struct Measured: @unchecked Sendable {
            let meter = UsageMeter()
        }
        let sandbox = try Sandbox.test()
        let resources = try #require(sandbox.resources)
        let measured = Measured()
        let work: Duration = .milliseconds(5)
        measured.meter.begin(sandbox.statistics, resources)
        // The threads have used the processor for very different times before.
        let inside = Mutex(Duration.zero)
        for busyness: UInt64 in [20_000_000, 0] {
            let thread = OtherThread {
                burn(busyness)
                let start = HostTime.nanoseconds(of: CLOCK_THREAD_CPUTIME_ID)
                measured.meter.willEnterGuest()
                burn(5_000_000)
                measured.meter.didLeaveGuest()
                let used = HostTime.nanoseconds(of: CLOCK_THREAD_CPUTIME_ID) - start
                inside.withLock { $0 += .nanoseconds(Int64(used)) }
            }
            thread.join()
        }
        var statistics = sandbox.statistics
        statistics.entries += 2
        let usage = try #require(measured.meter.end(statistics, resources))
        #expect(usage.guestProcessorTime >= work + work)
        #expect(usage.guestProcessorTime <= inside.withLock { $0 })
        #expect(usage.exits == 2)
    }
}

/// Uses so many nanoseconds of the processor.
private func burn(_ nanoseconds: UInt64) {
    let start = HostTime.nanoseconds(of: CLOCK_THREAD_CPUTIME_ID)
    while HostTime.nanoseconds(of: CLOCK_THREAD_CPUTIME_ID) - start < nanoseconds {}
}
