#include <stdbool.h>

#include "swiftlet_memory.h"
#include "swiftlet_random.h"

enum {
    KEY_SIZE = 32,
    BLOCK_SIZE = 64,
    /// The key is 32 bytes of each refill; with 256 that is an eighth of the work.
    BUFFER_SIZE = 4 * BLOCK_SIZE,
};

/// Fast key erasure (Bernstein, "Fast-key-erasure random-number generators", 2017): each refill replaces the key, and
/// bytes are erased as they are handed out, so what is left in memory says nothing about the past.
static struct {
    bool is_seeded;
    size_t available;
    uint8_t key[KEY_SIZE];
    /// The last `available` bytes are still to be handed out.
    uint8_t buffer[BUFFER_SIZE];
} generator;

void swiftlet_random_seed(const uint8_t *seed) {
    SWIFTLET_LIBC(memcpy)(generator.key, seed, KEY_SIZE);
    generator.available = 0;
    generator.is_seeded = true;
}

static void refill(void) {
    // A key serves for one refill only, so a constant nonce never repeats with it.
    static const uint8_t nonce[12];
    for (uint32_t counter = 0; counter < BUFFER_SIZE / BLOCK_SIZE; counter++)
        swiftlet_chacha20_block(generator.key, counter, nonce, generator.buffer + counter * BLOCK_SIZE);
    SWIFTLET_LIBC(memcpy)(generator.key, generator.buffer, KEY_SIZE);
    SWIFTLET_LIBC(memset)(generator.buffer, 0, KEY_SIZE);
    generator.available = BUFFER_SIZE - KEY_SIZE;
}

void swiftlet_random_fill(void *destination, size_t count) {
    if (!generator.is_seeded)
        __builtin_trap();
    uint8_t *next = destination;
    while (count > 0) {
        if (generator.available == 0)
            refill();
        size_t taken = count < generator.available ? count : generator.available;
        uint8_t *source = generator.buffer + BUFFER_SIZE - generator.available;
        SWIFTLET_LIBC(memcpy)(next, source, taken);
        SWIFTLET_LIBC(memset)(source, 0, taken);
        generator.available -= taken;
        next += taken;
        count -= taken;
    }
}

#if !__STDC_HOSTED__
void arc4random_buf(void *destination, size_t count) {
    swiftlet_random_fill(destination, count);
}
#endif
