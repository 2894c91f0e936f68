import TestSupport
import Testing
import Wire

@testable import HostRuntime

struct GuestClockTests {
    private let second: UInt64 = 1_000_000_000

    /// One tick a nanosecond makes the numbers plain.
    private func clock(offset: Int64 = 0) -> GuestClock {
        GuestClock(offset: offset, frequency: second)
    }

    @Test func parametersAreTheHostsTime() {
        var clock = clock()
        let parameters = clock.parameters(at: HostTime(counter: 100, monotonic: 2000, wall: 30_000))
        let expected = EnvironmentBlock.Clock(counter: 100, nanosecondsPerTick: 1 << 32, monotonic: 2000, wall: 30_000)
        #expect(parameters == expected)
    }

    @Test func theGuestsCounterMayDiffer() {
        var behind = clock(offset: -150)
        #expect(behind.parameters(at: HostTime(counter: 100, monotonic: 0, wall: 0)).counter == UInt64.max - 49)
        var ahead = clock(offset: .max)
        #expect(ahead.parameters(at: HostTime(counter: .max, monotonic: 0, wall: 0)).counter == UInt64(Int64.max) - 1)
    }

    @Test func parametersAreStaleAfterASecond() {
        var clock = clock()
        _ = clock.parameters(at: HostTime(counter: 5 * second, monotonic: 0, wall: 0))
        #expect(!clock.isStale(at: 5 * second))
        #expect(!clock.isStale(at: 6 * second - 1))
        #expect(clock.isStale(at: 6 * second))
        #expect(clock.isStale(at: .max))
        // The counter went back.
        #expect(clock.isStale(at: 5 * second - 1))
        #expect(clock.isStale(at: 0))
    }

    @Test func theWallClockFollowsTheHosts() {
        var clock = clock()
        _ = clock.parameters(at: HostTime(counter: 0, monotonic: 0, wall: 1000 * second))
        #expect(clock.parameters(at: HostTime(counter: second, monotonic: second, wall: 10)).wall == 10)
    }

    @Test func theMonotonicClockWaitsForTheHosts() {
        var clock = clock()
        _ = clock.parameters(at: HostTime(counter: 0, monotonic: 0, wall: 0))
        // By the host's clock it was a little less than a second.
        let lead: UInt64 = 1 << 10
        let parameters = clock.parameters(at: HostTime(counter: second, monotonic: second - lead, wall: 0))
        #expect(parameters.monotonic == second)
        // After 2^30 ticks the lead is gone.
        #expect(parameters.monotonic(at: second + 1 << 30) == second + (1 << 30) - lead)
    }

    @Test func aLargeLeadShrinksSlowly() {
        var clock = clock()
        _ = clock.parameters(at: HostTime(counter: 0, monotonic: 100 * second, wall: 0))
        let parameters = clock.parameters(at: HostTime(counter: second, monotonic: 0, wall: 0))
        #expect(parameters.monotonic == 101 * second)
        #expect(parameters.nanosecondsPerTick == (1 << 32) - (1 << 22))
    }

    /// A counter whose frequency is not known exactly, over an hour of calls.
    @Test(arguments: [-100, 0, 100])
    func theLeadStaysSmall(partsPerMillion: Int64) {
        var clock = clock()
        var host = HostTime(counter: 0, monotonic: 0, wall: 0)
        var parameters = clock.parameters(at: host)
        for _ in 0..<3600 {
            host.counter += second
            host.monotonic += UInt64(Int64(second) + Int64(second) / 1_000_000 * partsPerMillion)
            let distance = Int64(parameters.monotonic(at: host.counter)) - Int64(host.monotonic)
            #expect(abs(distance) <= 220_000)
            parameters = clock.parameters(at: host)
        }
    }

    @Test func noGuestSeesTimeGoBack() {
        var random = SeededGenerator(seed: 3)
        var clock = clock()
        var host = HostTime(counter: 1 << 40, monotonic: second, wall: 0)
        var parameters = clock.parameters(at: host)
        for _ in 0..<20_000 {
            let elapsed = random.next() >> UInt64.random(in: 24...60, using: &random)
            let drift = Double.random(in: 0.99...1.01, using: &random)
            host.monotonic += UInt64(Double(elapsed) * drift)
            // Sometimes the counter goes back, as on another processor, or stands still.
            switch Int.random(in: 0..<10, using: &random) {
            case 0: host.counter -= min(elapsed, 1000)
            case 1: break
            default: host.counter += elapsed
            }
            let seen = parameters.monotonic(at: host.counter)
            parameters = clock.parameters(at: host)
            #expect(parameters.monotonic >= max(seen, host.monotonic))
        }
    }

    @Test(arguments: [0, 1, 999_999, 100_000_000_001, UInt64.max])
    func aFrequencyThatCannotBeLetsTimeStandStill(frequency: UInt64) {
        var clock = GuestClock(offset: 0, frequency: frequency)
        let parameters = clock.parameters(at: HostTime(counter: 0, monotonic: 50, wall: 60))
        #expect(parameters == EnvironmentBlock.Clock(counter: 0, nanosecondsPerTick: 0, monotonic: 50, wall: 60))
        #expect(clock.isStale(at: 0))
        #expect(clock.parameters(at: HostTime(counter: 9, monotonic: 70, wall: 80)).monotonic == 70)
    }

    @Test(arguments: [1_000_000, 2_999_999_999, 100_000_000_000])
    func theRateIsExact(frequency: UInt64) {
        var clock = GuestClock(offset: 0, frequency: frequency)
        let parameters = clock.parameters(at: HostTime(counter: 0, monotonic: 0, wall: 0))
        let hour = parameters.monotonic(at: 3600 * frequency)
        #expect(hour <= 3600 * second && hour + 1_000_000 > 3600 * second)
    }

    @Test func extremesStayWithinBounds() {
        var clock = GuestClock(offset: .min, frequency: 1_000_000)
        for counter in [0, .max, 1 << 63, 5] as [UInt64] {
            for time in [UInt64.max, 0] {
                let parameters = clock.parameters(at: HostTime(counter: counter, monotonic: time, wall: time))
                #expect(parameters.monotonic == .max)
                #expect(parameters.wall == time)
            }
        }
    }

    @Test func parametersAreMadeOfNow() {
        var clock = GuestClock(offset: 0, frequency: TimeStampCounter.frequency(kernelFrequency: nil))
        let before = HostTime.now()
        let parameters = clock.parameters()
        let after = HostTime.now()
        #expect(before.monotonic <= parameters.monotonic && parameters.monotonic <= after.monotonic)
    }
}
