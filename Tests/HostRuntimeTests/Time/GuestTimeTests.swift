import Glibc
import TestSupport
import Testing

@testable import HostRuntime

@Suite("Time inside a guest")
struct GuestTimeTests {
    /// What the counter may run faster or slower than the host's clocks, since the guest's parameters were made: far more
    /// than any does, far less than a mistake.
    private func drift(since start: UInt64) -> UInt64 {
        (HostTime.nanoseconds(of: CLOCK_BOOTTIME) - start) / 100
    }

    @Test func theMonotonicClockIsBetweenTheHostsReadings() throws {
        let start = HostTime.nanoseconds(of: CLOCK_BOOTTIME)
        let sandbox = try Sandbox.test()
        for _ in 0..<10 {
            let before = HostTime.nanoseconds(of: CLOCK_BOOTTIME)
            let guest: UInt64 = try sandbox.call("monotonicNow")
            let after = HostTime.nanoseconds(of: CLOCK_BOOTTIME)
            let drift = drift(since: start)
            #expect(before <= guest + drift && guest <= after + drift)
        }
    }

    @Test func theWallClockIsBetweenTheHostsReadings() throws {
        // Somebody may set the host's clock meanwhile: then it is not as far from the other clock as it was.
        for _ in 0..<10 {
            let start = HostTime.now()
            let sandbox = try Sandbox.test()
            let before = HostTime.nanoseconds(of: CLOCK_REALTIME)
            let guest: UInt64 = try sandbox.call("wallNow")
            let after = HostTime.now()
            let step = Int64(after.wall &- after.monotonic) - Int64(start.wall &- start.monotonic)
            guard abs(step) < 1_000_000 else { continue }
            let drift = drift(since: start.monotonic) + UInt64(abs(step))
            #expect(before <= guest + drift && guest <= after.wall + drift)
            return
        }
        Issue.record("the host's clock was set again and again")
    }

    @Test func readingsNeverGoBack() throws {
        let sandbox = try Sandbox.test()
        let steps: UInt32 = try sandbox.call("backwardSteps", UInt32(100_000))
        #expect(steps == 0)
    }

    @Test func aMeasuredWaitIsAsLongAsTheWait() throws {
        let sandbox = try Sandbox.test()
        let duration: UInt64 = try sandbox.call("measuredWait", UInt64(2_000_000))
        #expect(duration >= 2_000_000)
    }

    @Test func whatAMeasuredClosureThrowsArrives() throws {
        let sandbox = try Sandbox.test()
        let error = #expect(throws: SandboxError.self) { try sandbox.call("measureFails") }
        #expect(error?.message.contains("measured") == true)
    }

    @Test func instantsAddUp() throws {
        let sandbox = try Sandbox.test()
        #expect(try sandbox.call("instantsAddUp") == true)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000000000Z"),
        (68_169_599_999_999_999, "1972-02-28T23:59:59.999999999Z"),
        (951_782_400_000_000_001, "2000-02-29T00:00:00.000000001Z"),
        (4_107_542_400_000_000_000, "2100-03-01T00:00:00.000000000Z"),
        (13_574_563_200_000_000_000, "2400-02-29T00:00:00.000000000Z"),
        (UInt64.max, "2554-07-21T23:34:33.709551615Z"),
    ])
    func timestampsAreWrittenByTheStandard(nanoseconds: UInt64, expected: String) throws {
        let sandbox = try Sandbox.test()
        #expect(try sandbox.call("timestampText", nanoseconds) == expected)
    }

    /// The C library is the witness.
    @Test func allTimestampsAreRight() throws {
        let sandbox = try Sandbox.test()
        var random = SeededGenerator(seed: 5)
        for _ in 0..<500 {
            let nanoseconds = random.next()
            var seconds = Int(nanoseconds / 1_000_000_000)
            var parts = tm()
            gmtime_r(&seconds, &parts)
            let fraction = String(1_000_000_000 + nanoseconds % 1_000_000_000).dropFirst()
            let text = String(unsafeUninitializedCapacity: 32) { buffer in
                buffer.withMemoryRebound(to: CChar.self) {
                    strftime($0.baseAddress, $0.count, "%Y-%m-%dT%H:%M:%S.", &parts)
                }
            }
            #expect(try sandbox.call("timestampText", nanoseconds) == text + fraction + "Z")
        }
    }

    @Test func timestampsDifferByDurations() throws {
        let sandbox = try Sandbox.test()
        let pairs: [(UInt64, UInt64)] = [(0, 0), (1, 2_000_000_000), (2_000_000_000, 1), (5, 1 << 62), (1 << 62, 5)]
        for (from, to) in pairs {
            #expect(try sandbox.call("timestampDifference", from, to) == Int64(to) - Int64(from))
        }
    }
}
