import CGuest
import CRandom
import Testing

/// The generator is one for the whole program, as it is in a guest.
@Suite(.serialized)
struct GuestRandomTests {
    /// What the host's page holds.
    private final class Page {
        let generation: UnsafeMutablePointer<UInt64>
        let seed: UnsafeMutablePointer<swiftlet_seed>

        init(generation: UInt64, seed: UInt64) {
            self.generation = .allocate(capacity: 1)
            self.generation.initialize(to: generation)
            self.seed = .allocate(capacity: 1)
            self.seed.initialize(to: swiftlet_seed(words: (seed, 0, 0, 0)))
            swiftlet_guest_random_start(self.generation, self.seed)
        }

        deinit {
            generation.deallocate()
            seed.deallocate()
        }
    }

    private func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        swiftlet_guest_random_fill(&bytes, count)
        return bytes
    }

    private func stream(seed: UInt64, count: Int) -> [UInt8] {
        var generator = swiftlet_random()
        var seed = swiftlet_seed(words: (seed, 0, 0, 0))
        swiftlet_random_seed(&generator, &seed)
        var bytes = [UInt8](repeating: 0, count: count)
        swiftlet_random_fill(&generator, &bytes, count)
        return bytes
    }

    @Test func oneGenerationIsOneStream() {
        withExtendedLifetime(Page(generation: 5, seed: 1)) {
            #expect(bytes(100) + bytes(300) == stream(seed: 1, count: 400))
        }
    }

    @Test func aNewGenerationHasTheNewSeedAlone() {
        let page = Page(generation: 5, seed: 1)
        withExtendedLifetime(page) {
            _ = bytes(100)
            page.seed.pointee.words.0 = 2
            page.generation.pointee = 6
            #expect(bytes(100) == stream(seed: 2, count: 100))
            // Back to an older number, as in a sandbox that takes over another's snapshot.
            page.seed.pointee.words.0 = 3
            page.generation.pointee = 5
            #expect(bytes(100) == stream(seed: 3, count: 100))
        }
    }

    @Test func theSeedIsReadOnceInAGeneration() {
        let page = Page(generation: 5, seed: 1)
        withExtendedLifetime(page) {
            let first = bytes(100)
            page.seed.pointee.words.0 = 2
            #expect(first + bytes(100) == stream(seed: 1, count: 200))
        }
    }

    @Test func withoutAStartItStops() async {
        await #expect(processExitsWith: .failure) {
            var byte: UInt8 = 0
            swiftlet_guest_random_fill(&byte, 1)
        }
    }
}
