// Tells the host of each allocation while it wants to know, so that it can see who allocates: it finds the callers by the
// frame pointers that lead up the stack from here.
#ifndef SWIFTLET_MEMORY_EVENTS_H
#define SWIFTLET_MEMORY_EVENTS_H

#if !__STDC_HOSTED__

#include <stddef.h>
#include <stdint.h>

#ifdef SWIFTLET_TRACING

#include "swiftlet_abi.h"
#include "swiftlet_exit.h"

/// Not zero while the host wants to know. In the host's page; it may change at any exit.
extern const volatile uint32_t *swiftlet_memory_profile;

static inline __attribute__((always_inline)) void tell_of_memory(const void *pointer, size_t size) {
    if (__builtin_expect(*swiftlet_memory_profile != 0, 0))
        (void)swiftlet_exit(SWIFTLET_MEMORY_EVENT_PORT, (uint64_t)pointer, size);
}

#else

static inline void tell_of_memory(const void *pointer, size_t size) {
    (void)pointer;
    (void)size;
}

#endif

/// Memory was allocated. None is of size zero: that is what freed memory has.
static inline __attribute__((always_inline)) void *told_of_allocation(void *pointer, size_t size) {
    if (pointer != NULL)
        tell_of_memory(pointer, size == 0 ? 1 : size);
    return pointer;
}

/// Memory is about to be freed.
static inline __attribute__((always_inline)) void tell_of_release(void *pointer) {
    if (pointer != NULL)
        tell_of_memory(pointer, 0);
}

#endif

#endif
