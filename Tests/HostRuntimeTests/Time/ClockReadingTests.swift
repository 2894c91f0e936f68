import TestSupport
import Testing
import Wire

/// What guests make of the environment block's clock.
struct ClockReadingTests {
    private func clock(counter: UInt64, rate: UInt64, monotonic: UInt64 = 0, wall: UInt64 = 0) -> EnvironmentBlock.Clock
    {
        EnvironmentBlock.Clock(counter: counter, nanosecondsPerTick: rate, monotonic: monotonic, wall: wall)
    }

    @Test func ticksBecomeNanoseconds() {
        let clock = clock(counter: 100, rate: 1 << 31, monotonic: 1000, wall: 5000)
        #expect(clock.monotonic(at: 100) == 1000)
        #expect(clock.monotonic(at: 101) == 1000)
        #expect(clock.monotonic(at: 102) == 1001)
        #expect(clock.wall(at: 300) == 5100)
    }

    @Test func earlierReadingsCountAsTheFirst() {
        let clock = clock(counter: 100, rate: 1 << 32, monotonic: 1000, wall: 5000)
        for counter: UInt64 in [0, 99, .max, 100 &+ 1 << 63] {
            #expect(clock.monotonic(at: counter) == 1000)
            #expect(clock.wall(at: counter) == 5000)
        }
    }

    @Test func aCounterThatPassesZeroGoesOn() {
        #expect(clock(counter: .max, rate: 1 << 32, monotonic: 1000).monotonic(at: 9) == 1010)
    }

    @Test func timeThatStandsStill() {
        #expect(clock(counter: 0, rate: 0, monotonic: 7).monotonic(at: 1 << 62) == 7)
    }

    @Test func timeEndsAtTheLastThatFits() {
        #expect(clock(counter: 0, rate: .max, monotonic: 7).monotonic(at: 1 << 62) == .max)
        #expect(clock(counter: 0, rate: 1 << 32, wall: .max - 5).wall(at: 5) == .max)
        #expect(clock(counter: 0, rate: 1 << 32, wall: .max - 5).wall(at: 6) == .max)
    }

    @Test func allOfItAgreesWithWiderArithmetic() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<10_000 {
            func number() -> UInt64 { random.next() >> UInt64.random(in: 0..<64, using: &random) }
            let clock = clock(counter: number(), rate: number(), monotonic: number(), wall: number())
            let counter = clock.counter &+ number()
            let elapsed = max(0, Int64(bitPattern: counter &- clock.counter))
            let nanoseconds = (UInt128(elapsed) * UInt128(clock.nanosecondsPerTick)) >> 32
            #expect(clock.monotonic(at: counter) == UInt64(clamping: nanoseconds + UInt128(clock.monotonic)))
            #expect(clock.wall(at: counter) == UInt64(clamping: nanoseconds + UInt128(clock.wall)))
        }
    }
}
