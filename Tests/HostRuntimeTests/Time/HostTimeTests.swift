import Glibc
import Testing

@testable import HostRuntime

struct HostTimeTests {
    @Test func timesThatDoNotFitAreClamped() {
        #expect(timespec(tv_sec: 0, tv_nsec: 0).clampedNanoseconds == 0)
        #expect(timespec(tv_sec: 1, tv_nsec: 2).clampedNanoseconds == 1_000_000_002)
        #expect(timespec(tv_sec: -1, tv_nsec: 999_999_999).clampedNanoseconds == 0)
        #expect(timespec(tv_sec: .min, tv_nsec: 0).clampedNanoseconds == 0)
        #expect(timespec(tv_sec: 18_446_744_073, tv_nsec: 709_551_615).clampedNanoseconds == .max)
        #expect(timespec(tv_sec: 18_446_744_073, tv_nsec: 709_551_614).clampedNanoseconds == UInt64.max - 1)
        #expect(timespec(tv_sec: 18_446_744_073, tv_nsec: 709_551_616).clampedNanoseconds == .max)
        #expect(timespec(tv_sec: 18_446_744_074, tv_nsec: 0).clampedNanoseconds == .max)
        #expect(timespec(tv_sec: .max, tv_nsec: 999_999_999).clampedNanoseconds == .max)
    }

    @Test func nowIsBetweenReadingsAround() {
        let before = HostTime.nanoseconds(of: CLOCK_BOOTTIME)
        let now = HostTime.now()
        let after = HostTime.nanoseconds(of: CLOCK_BOOTTIME)
        #expect(before <= now.monotonic && now.monotonic <= after)
    }
}
