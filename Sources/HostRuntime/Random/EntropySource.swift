internal import CRandom
import Glibc

/// Fresh entropy without a system call: a generator that the system's entropy has seeded once.
struct EntropySource: ~Copyable {
    private var generator = swiftlet_random()

    init() {
        var seed = swiftlet_seed()
        // getrandom(2) either way, which is fit for keys; the standard library makes a system call for each number.
        if getentropy(&seed, MemoryLayout<swiftlet_seed>.size) != 0 {
            var system = SystemRandomNumberGenerator()
            seed.words = (system.next(), system.next(), system.next(), system.next())
        }
        swiftlet_random_seed(&generator, &seed)
    }

    /// 32 bytes that nobody has had, in the form that the environment block has.
    mutating func seed() -> (UInt64, UInt64, UInt64, UInt64) {
        var seed = swiftlet_seed()
        swiftlet_random_fill(&generator, &seed, MemoryLayout<swiftlet_seed>.size)
        return seed.words
    }
}
