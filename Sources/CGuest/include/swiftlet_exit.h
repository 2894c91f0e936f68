// How a guest leaves to the host and what comes back.
#ifndef SWIFTLET_EXIT_H
#define SWIFTLET_EXIT_H

#include <stdint.h>

/// A message in shared memory.
typedef struct {
    uint64_t address;
    uint64_t length;
} swiftlet_reply;

/// One 32-bit OUT to `port` with two words of data. The host may answer with a message.
static inline __attribute__((always_inline)) swiftlet_reply swiftlet_exit(
    uint16_t port, uint64_t first, uint64_t second) {
    swiftlet_reply reply;
    __asm__ volatile("outl %%eax, %%dx"
                     : "=a"(reply.address), "=d"(reply.length)
                     : "a"(0), "d"(port), "D"(first), "S"(second)
                     : "memory");
    return reply;
}

/// Stops for good where the host does not let the guest go on.
static inline __attribute__((always_inline, noreturn)) void swiftlet_stop(void) {
    __builtin_trap();
}

#endif
