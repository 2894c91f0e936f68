/// The guest's random numbers, whose entropy comes from the host.
#ifndef SWIFTLET_RANDOM_H
#define SWIFTLET_RANDOM_H

#include <stddef.h>
#include <stdint.h>

#include "CRandom.h"

#pragma clang assume_nonnull begin

/// Says where the host keeps entropy, and the number that it changes along with it. Both must stay readable for good.
void swiftlet_guest_random_start(const uint64_t *generation, const struct swiftlet_seed *seed);

/// Fills memory with random bytes, which never repeat what a copy of this guest generates. Before
/// `swiftlet_guest_random_start` it traps: predictable bytes would pass for random ones.
void swiftlet_guest_random_fill(void *destination, size_t count);

#if !__STDC_HOSTED__
/// The name under which Swift's `SystemRandomNumberGenerator` and `Hasher` call `swiftlet_guest_random_fill`.
void arc4random_buf(void *destination, size_t count);
#endif

#pragma clang assume_nonnull end

#endif
