/// How many ticks the time-stamp counter has in a second, and how far to trust that.
package struct CounterFrequency: Equatable, Sendable {
    /// Where the figure comes from. The raw values are part of the format of recordings.
    package enum Source: UInt8, Sendable {
        case unknown = 0
        case kernel = 1
        case measured = 2
    }

    /// Zero if it is not known.
    package let hertz: UInt64
    package let source: Source
    /// What may make times wrong, for people.
    package let warnings: [String]

    /// No processor's counter runs at another frequency.
    package static let plausible: ClosedRange<UInt64> = 1_000_000...100_000_000_000

    /// - Parameter measure: Finds the frequency by a clock; called only where the kernel does not say.
    package init(_ facts: CounterFacts, measure: () -> UInt64) {
        var warnings: [String] = []
        if let kernel = facts.kernelFrequency, Self.plausible.contains(kernel) {
            (hertz, source) = (kernel, .kernel)
        } else {
            if let kernel = facts.kernelFrequency {
                warnings.append("the kernel says that the time-stamp counter runs at \(kernel) Hz, which cannot be")
            }
            let measured = measure()
            if Self.plausible.contains(measured) {
                (hertz, source) = (measured, .measured)
                warnings.append(
                    "the kernel does not know the frequency of the time-stamp counter: \(measured) Hz was measured")
            } else {
                (hertz, source) = (0, .unknown)
                warnings.append("the frequency of the time-stamp counter is not known: all times are zero")
            }
        }
        if source != .unknown, let processor = facts.processorFrequency, !processor.agrees(with: hertz) {
            let origin = source == .kernel ? "the kernel says" : "measured were"
            warnings.append(
                """
                the processor says that its time-stamp counter runs at \(processor.hertz) Hz (CPUID \(processor.leaf)), \
                \(origin) \(hertz) Hz
                """)
        }
        if !facts.isInvariant {
            warnings.append(
                """
                the processor does not say that its time-stamp counter runs at one rate (CPUID 8000_0007H); a nested \
                hypervisor may hide it
                """)
        }
        self.warnings = warnings
    }

    /// This machine's.
    package static func current(kernelFrequency: UInt64?) -> CounterFrequency {
        CounterFrequency(CounterFacts(kernelFrequency: kernelFrequency)) {
            TimeStampCounter.frequency(kernelFrequency: nil)
        }
    }
}

/// What a processor says of its counter's frequency, as exactly as it says it.
private struct ProcessorFrequency {
    let hertz: UInt64
    let leaf: String
    /// In parts per thousand.
    let tolerance: UInt64

    func agrees(with other: UInt64) -> Bool {
        let distance = max(hertz, other) - min(hertz, other)
        return distance <= hertz / 1000 * tolerance
    }
}

extension CounterFacts {
    /// Leaf 15H is exact up to the crystal. Leaf 16H, where there is no crystal's frequency, is in whole MHz and meant
    /// for display (Intel SDM volume 2A, CPUID).
    fileprivate var processorFrequency: ProcessorFrequency? {
        if denominator > 0, numerator > 0, crystalFrequency > 0 {
            // Two factors of 32 bits.
            let hertz = UInt64(crystalFrequency) * UInt64(numerator) / UInt64(denominator)
            return ProcessorFrequency(hertz: hertz, leaf: "15H", tolerance: 5)
        }
        guard baseFrequency > 0 else { return nil }
        return ProcessorFrequency(hertz: UInt64(baseFrequency) * 1_000_000, leaf: "16H", tolerance: 20)
    }
}
