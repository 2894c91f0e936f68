internal import CProcessor

/// What kernel and processor say about the time-stamp counter.
package struct CounterFacts: Equatable, Sendable {
    /// `KVM_GET_TSC_KHZ` in hertz, if the kernel knows it.
    package var kernelFrequency: UInt64?
    /// CPUID leaf 15H: ticks of the counter for `denominator` ticks of the crystal, and the crystal's frequency in hertz.
    /// Each is zero where the processor does not say.
    package var numerator: UInt32 = 0
    package var denominator: UInt32 = 0
    package var crystalFrequency: UInt32 = 0
    /// CPUID leaf 16H: in MHz, zero where the processor does not say.
    package var baseFrequency: UInt32 = 0
    /// CPUID leaf 8000_0007H, EDX bit 8: the counter runs at one rate in all states of the processor.
    package var isInvariant = false

    package init() {}

    /// What this machine's processor says.
    package init(kernelFrequency: UInt64?) {
        self = Self.processor
        self.kernelFrequency = kernelFrequency
    }

    /// Asked once (Intel SDM volume 2A, CPUID): in a virtual machine, each answer takes an exit.
    private static let processor: CounterFacts = {
        var facts = CounterFacts()
        let last = swiftlet_cpuid(0, 0).eax
        if last >= 0x15 {
            let leaf = swiftlet_cpuid(0x15, 0)
            (facts.denominator, facts.numerator, facts.crystalFrequency) = (leaf.eax, leaf.ebx, leaf.ecx)
        }
        if last >= 0x16 { facts.baseFrequency = swiftlet_cpuid(0x16, 0).eax & 0xffff }
        if swiftlet_cpuid(0x8000_0000, 0).eax >= 0x8000_0007 {
            facts.isInvariant = swiftlet_cpuid(0x8000_0007, 0).edx & 1 << 8 != 0
        }
        return facts
    }()
}
