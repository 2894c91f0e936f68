import Glibc
import Testing

@testable import HostRuntime

struct TimeStampCounterTests {
    @Test func aGuestThatHasTheHostsCounter() {
        for guest: UInt64 in [1000, 1500, 2000] {
            #expect(TimeStampCounter.offset(guest: guest, before: 1000, after: 2000, reported: nil) == 0)
            // Such as that of a KVM whose guests never see it.
            #expect(TimeStampCounter.offset(guest: guest, before: 1000, after: 2000, reported: -900) == 0)
        }
    }

    @Test func aGuestWithTheReportedOffset() {
        #expect(TimeStampCounter.offset(guest: 17, before: 1000, after: 2000, reported: -1100) == -1100)
        #expect(TimeStampCounter.offset(guest: 6000, before: 1000, after: 2000, reported: 4500) == 4500)
        // One that makes the host's counter pass zero.
        let near = UInt64.max - 10
        #expect(TimeStampCounter.offset(guest: 5, before: near - 20, after: near, reported: 20) == 20)
    }

    @Test func aGuestWithAnotherOffset() {
        #expect(TimeStampCounter.offset(guest: 100, before: 1000, after: 2000, reported: nil) == -1400)
        #expect(TimeStampCounter.offset(guest: 100, before: 1000, after: 2000, reported: 5) == -1400)
        #expect(TimeStampCounter.offset(guest: 2001, before: 1000, after: 2000, reported: nil) == 501)
        #expect(TimeStampCounter.offset(guest: 999, before: 1000, after: 2000, reported: nil) == -501)
    }

    /// The thread went to another processor between the readings, whose counter is behind.
    @Test func readingsInTheWrongOrder() {
        #expect(TimeStampCounter.offset(guest: 1000, before: 1000, after: 900, reported: nil) == 0)
        #expect(TimeStampCounter.offset(guest: 5000, before: 1000, after: 900, reported: nil) == 4000)
        #expect(TimeStampCounter.offset(guest: 5000, before: 1000, after: 900, reported: 4000) == 4000)
    }

    @Test func everyCombinationOfExtremesHasAnOffset() {
        let counters: [UInt64] = [0, 1, 1 << 63 - 1, 1 << 63, .max - 1, .max]
        let offsets: [Int64?] = [nil, 0, 1, -1, .min, .max]
        for guest in counters {
            for before in counters {
                for after in counters {
                    for reported in offsets {
                        let offset = TimeStampCounter.offset(
                            guest: guest, before: before, after: after, reported: reported)
                        let width = Int64(bitPattern: after &- before) > 0 ? after &- before : 0
                        #expect(guest &- UInt64(bitPattern: offset) &- before <= width)
                    }
                }
            }
        }
    }

    @Test func theKernelsFrequencyIsTaken() {
        #expect(TimeStampCounter.frequency(kernelFrequency: 123) == 123)
    }

    /// Against a clock read between readings of the counter, and one that the counter was read between: a pause of the
    /// thread makes each bound wider, never wrong.
    @Test func theMeasuredFrequencyIsThatOfTheCounter() {
        let frequency = TimeStampCounter.frequency(kernelFrequency: nil)
        #expect(TimeStampCounter.frequency(kernelFrequency: nil) == frequency)
        let outerStart = TimeStampCounter.read()
        let start = HostTime.nanoseconds(of: CLOCK_MONOTONIC_RAW)
        let innerStart = TimeStampCounter.read()
        var innerEnd = innerStart
        var end = start
        repeat {
            innerEnd = TimeStampCounter.read()
            end = HostTime.nanoseconds(of: CLOCK_MONOTONIC_RAW)
        } while end - start < 20_000_000
        let outerEnd = TimeStampCounter.read()
        let expected = Double(frequency) * Double(end - start) / 1e9
        #expect(Double(innerEnd - innerStart) <= 1.05 * expected)
        #expect(Double(outerEnd - outerStart) >= 0.95 * expected)
    }
}
