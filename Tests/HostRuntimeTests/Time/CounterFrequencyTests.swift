import Testing

@testable import HostRuntime

/// Which frequency counts, and what is said about it.
struct CounterFrequencyTests {
    private func facts(_ change: (inout CounterFacts) -> Void = { _ in }) -> CounterFacts {
        var facts = CounterFacts()
        facts.kernelFrequency = 2_100_000_000
        facts.isInvariant = true
        change(&facts)
        return facts
    }

    private func frequency(_ facts: CounterFacts, measured: UInt64 = 0) -> CounterFrequency {
        CounterFrequency(facts) { measured }
    }

    @Test func theKernelsWordCounts() {
        let frequency = CounterFrequency(facts()) {
            Issue.record("measured although the kernel knows")
            return 1
        }
        #expect(frequency.hertz == 2_100_000_000)
        #expect(frequency.source == .kernel)
        #expect(frequency.warnings == [])
    }

    @Test func withoutTheKernelsWordItIsMeasured() {
        let frequency = frequency(facts { $0.kernelFrequency = nil }, measured: 1_999_000_000)
        #expect(frequency.hertz == 1_999_000_000)
        #expect(frequency.source == .measured)
        #expect(
            frequency.warnings == [
                "the kernel does not know the frequency of the time-stamp counter: 1999000000 Hz was measured"
            ])
    }

    @Test(arguments: [0, 999_999, 100_000_000_001, .max] as [UInt64])
    func whatCannotBeIsNotBelieved(hertz: UInt64) {
        let frequency = frequency(facts { $0.kernelFrequency = hertz }, measured: hertz)
        #expect(frequency.hertz == 0)
        #expect(frequency.source == .unknown)
        #expect(
            frequency.warnings == [
                "the kernel says that the time-stamp counter runs at \(hertz) Hz, which cannot be",
                "the frequency of the time-stamp counter is not known: all times are zero",
            ])
    }

    @Test func aCounterThatMayChangeItsRateIsAWarning() {
        let frequency = frequency(facts { $0.isInvariant = false })
        #expect(frequency.hertz == 2_100_000_000)
        #expect(frequency.warnings.count == 1)
        #expect(frequency.warnings[0].contains("nested hypervisor"))
    }

    /// 25 MHz times 168 divided by 2 is 2100 MHz.
    @Test func theCrystalConfirmsOrContradicts() {
        let confirmed = facts { ($0.crystalFrequency, $0.numerator, $0.denominator) = (25_000_000, 168, 2) }
        #expect(frequency(confirmed).warnings == [])
        let contradicted = facts { ($0.crystalFrequency, $0.numerator, $0.denominator) = (24_000_000, 168, 2) }
        #expect(
            frequency(contradicted).warnings == [
                "the processor says that its time-stamp counter runs at 2016000000 Hz (CPUID 15H), the kernel says 2100000000 Hz"
            ])
        #expect(frequency(contradicted).hertz == 2_100_000_000)
    }

    @Test func whatWasMeasuredIsCheckedToo() {
        let facts = facts {
            $0.kernelFrequency = nil
            ($0.crystalFrequency, $0.numerator, $0.denominator) = (25_000_000, 168, 2)
        }
        #expect(frequency(facts, measured: 2_101_000_000).warnings.count == 1)
        let other = frequency(facts, measured: 2_200_000_000).warnings
        #expect(other.count == 2)
        #expect(other[1].contains("measured were 2200000000 Hz"))
    }

    @Test func anIncompleteLeafSaysNothing() {
        for (crystal, numerator, denominator): (UInt32, UInt32, UInt32) in [(0, 2, 2), (1, 0, 2), (1, 2, 0), (0, 0, 0)]
        {
            let incomplete = facts {
                ($0.crystalFrequency, $0.numerator, $0.denominator) = (crystal, numerator, denominator)
            }
            #expect(frequency(incomplete).warnings == [])
        }
    }

    @Test func theBaseFrequencyIsRoughAndComesSecond() {
        #expect(frequency(facts { $0.baseFrequency = 2_110 }).warnings == [])
        #expect(frequency(facts { $0.baseFrequency = 3_000 }).warnings.count == 1)
        let both = facts {
            ($0.crystalFrequency, $0.numerator, $0.denominator) = (25_000_000, 168, 2)
            $0.baseFrequency = 3_000
        }
        #expect(frequency(both).warnings == [])
    }

    @Test func theLargestFactorsDoNotOverflow() {
        let facts = facts { ($0.crystalFrequency, $0.numerator, $0.denominator) = (.max, .max, 1) }
        #expect(frequency(facts).warnings.count == 1)
    }

    @Test func thisMachineHasAFrequency() {
        let frequency = CounterFrequency.current(kernelFrequency: nil)
        #expect(frequency.source == .measured)
        #expect(CounterFrequency.plausible.contains(frequency.hertz))
    }
}
