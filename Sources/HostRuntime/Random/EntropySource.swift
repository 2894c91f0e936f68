internal import CRandom

/// Fresh entropy without a system call: a generator that the system's entropy has seeded once.
struct EntropySource: ~Copyable {
    private var generator = swiftlet_random()

    init() {
        // On Linux the system's generator is getrandom(2), which is fit for keys.
        var system = SystemRandomNumberGenerator()
        var seed = swiftlet_seed(words: (system.next(), system.next(), system.next(), system.next()))
        swiftlet_random_seed(&generator, &seed)
    }

    /// 32 bytes that nobody has had, in the form that the environment block has.
    mutating func seed() -> (UInt64, UInt64, UInt64, UInt64) {
        var seed = swiftlet_seed()
        swiftlet_random_fill(&generator, &seed, MemoryLayout<swiftlet_seed>.size)
        return seed.words
    }
}
