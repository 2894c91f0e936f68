#include "CRandom.h"

enum {
    BLOCK_SIZE = 64,
};

_Static_assert(sizeof(struct swiftlet_seed) == SWIFTLET_RANDOM_KEY_SIZE, "a seed is a key");

void swiftlet_random_seed(struct swiftlet_random *random, const struct swiftlet_seed *seed) {
    __builtin_memcpy(random->key, seed, SWIFTLET_RANDOM_KEY_SIZE);
    __builtin_memset(random->buffer, 0, SWIFTLET_RANDOM_BUFFER_SIZE);
    random->available = 0;
}

/// Fast key erasure (Bernstein, "Fast-key-erasure random-number generators", 2017): each refill replaces the key, and
/// bytes are erased as they are handed out, so what is left in memory says nothing about the past.
static void refill(struct swiftlet_random *random) {
    // A key serves for one refill only, so a constant nonce never repeats with it.
    static const uint8_t nonce[12];
    for (uint32_t counter = 0; counter < SWIFTLET_RANDOM_BUFFER_SIZE / BLOCK_SIZE; counter++)
        swiftlet_chacha20_block(random->key, counter, nonce, random->buffer + counter * BLOCK_SIZE);
    __builtin_memcpy(random->key, random->buffer, SWIFTLET_RANDOM_KEY_SIZE);
    __builtin_memset(random->buffer, 0, SWIFTLET_RANDOM_KEY_SIZE);
    random->available = SWIFTLET_RANDOM_BUFFER_SIZE - SWIFTLET_RANDOM_KEY_SIZE;
}

void swiftlet_random_fill(struct swiftlet_random *random, void *destination, size_t count) {
    uint8_t *next = destination;
    while (count > 0) {
        if (random->available == 0)
            refill(random);
        size_t taken = count < random->available ? count : random->available;
        uint8_t *source = random->buffer + SWIFTLET_RANDOM_BUFFER_SIZE - random->available;
        __builtin_memcpy(next, source, taken);
        __builtin_memset(source, 0, taken);
        random->available -= taken;
        next += taken;
        count -= taken;
    }
}
