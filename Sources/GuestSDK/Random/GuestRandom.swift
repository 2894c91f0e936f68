internal import CGuest
internal import CRandom
internal import Wire

/// The guest's random numbers: `SystemRandomNumberGenerator` and `Hasher` get theirs here.
enum GuestRandom {
    /// Shows the generator where the host writes new entropy at every restore.
    static func start(_ environment: UnsafePointer<EnvironmentBlock>) {
        let block = UnsafeRawPointer(environment)
        swiftlet_guest_random_start(
            (block + EnvironmentBlock.generationOffset).assumingMemoryBound(to: UInt64.self),
            (block + EnvironmentBlock.randomSeedOffset).assumingMemoryBound(to: swiftlet_seed.self))
    }
}
