#include "swiftlet_random.h"

static struct {
    const uint64_t *generation;
    const struct swiftlet_seed *seed;
    /// The generation whose seed the generator has. The host's generations are never zero.
    uint64_t seeded_generation;
    struct swiftlet_random random;
} guest;

void swiftlet_guest_random_start(const uint64_t *generation, const struct swiftlet_seed *seed) {
    guest.generation = generation;
    guest.seed = seed;
    guest.seeded_generation = 0;
}

void swiftlet_guest_random_fill(void *destination, size_t count) {
    if (!guest.generation)
        __builtin_trap();
    // A restore brings back an old generator, and a clone has its original's. Either would repeat numbers that others
    // have seen, so nothing of it may go into the new one.
    if (*guest.generation != guest.seeded_generation) {
        swiftlet_random_seed(&guest.random, guest.seed);
        guest.seeded_generation = *guest.generation;
    }
    swiftlet_random_fill(&guest.random, destination, count);
}

#if !__STDC_HOSTED__
void arc4random_buf(void *destination, size_t count) {
    swiftlet_guest_random_fill(destination, count);
}
#endif
