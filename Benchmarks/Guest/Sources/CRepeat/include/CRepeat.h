/// Repeats what the guest does in a call, without the exit.
#ifndef CREPEAT_H
#define CREPEAT_H

#include <stdint.h>

#pragma clang assume_nonnull begin

/// What a guest function's entry returns: CGuest's swiftlet_reply.
typedef struct {
    uint64_t address;
    uint64_t length;
} repeat_reply;

/// Enters a guest function `count` times, by its address as the dispatch code does, so that nothing is inlined.
void repeat_entry(const void *entry, const void *_Nullable message, uint64_t length, uint64_t count);

/// Writes `count` times what a trace record has: the time-stamp counter, and three words.
void repeat_records(uint64_t count);

/// Keeps the compiler from doing the work of a loop once before it.
static inline __attribute__((always_inline)) void repeat_barrier(void) {
    __asm__ volatile("" ::: "memory");
}

#pragma clang assume_nonnull end

#endif
