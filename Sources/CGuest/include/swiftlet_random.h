/// Random numbers from a seed that the host gives.
#ifndef SWIFTLET_RANDOM_H
#define SWIFTLET_RANDOM_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// Starts the generator over from 32 bytes of entropy. Nothing that was generated before can influence what follows.
void swiftlet_random_seed(const uint8_t *seed);

/// Fills memory with random bytes. Without a seed it traps: predictable bytes would pass for random ones.
void swiftlet_random_fill(void *destination, size_t count);

/// The ChaCha20 block function (RFC 8439, 2.3): 64 bytes from a 32-byte key, a block counter and a 12-byte nonce.
void swiftlet_chacha20_block(const uint8_t *key, uint32_t counter, const uint8_t *nonce, uint8_t *block);

#if !__STDC_HOSTED__
/// The name under which Swift's `SystemRandomNumberGenerator` calls `swiftlet_random_fill`.
void arc4random_buf(void *destination, size_t count);
#endif

#pragma clang assume_nonnull end

#endif
