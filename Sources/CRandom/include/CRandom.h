/// Random numbers from a seed: the same generator for the host, which has no system call to spare at a restore, and for
/// guests, which have no system.
#ifndef CRANDOM_H
#define CRANDOM_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

enum {
    SWIFTLET_RANDOM_KEY_SIZE = 32,
    /// Four blocks of ChaCha20. A key is 32 bytes of each refill; with 256 that is an eighth of the work.
    SWIFTLET_RANDOM_BUFFER_SIZE = 256,
};

/// Entropy: a key for ChaCha20.
struct swiftlet_seed {
    uint64_t words[4];
};

/// A generator of random bytes. It must be seeded before the first use.
struct swiftlet_random {
    size_t available;
    uint8_t key[SWIFTLET_RANDOM_KEY_SIZE];
    /// The last `available` bytes are still to be handed out.
    uint8_t buffer[SWIFTLET_RANDOM_BUFFER_SIZE];
};

/// Starts a generator over. Nothing that it generated before can influence what follows.
void swiftlet_random_seed(struct swiftlet_random *random, const struct swiftlet_seed *seed);

/// Fills memory with random bytes.
void swiftlet_random_fill(struct swiftlet_random *random, void *destination, size_t count);

/// The ChaCha20 block function (RFC 8439, 2.3): 64 bytes from a 32-byte key, a block counter and a 12-byte nonce.
void swiftlet_chacha20_block(const uint8_t *key, uint32_t counter, const uint8_t *nonce, uint8_t *block);

#pragma clang assume_nonnull end

#endif
