/// The C library's allocation functions (C11, 7.22.3, and POSIX), served from one heap. Guests only.
#ifndef SWIFTLET_MALLOC_H
#define SWIFTLET_MALLOC_H

#if !__STDC_HOSTED__

#include <stddef.h>
#include <stdint.h>

#include "swiftlet_heap.h"

#pragma clang assume_nonnull begin

/// Gives the guest its heap. Until then every allocation fails.
///
/// `memory_profile` says, at any time, whether the host wants to know of each allocation; it is used in guests that are built
/// with tracing. Returns false when the region cannot be a heap (see `swiftlet_heap_init`).
bool swiftlet_runtime_heap_init(void *base, size_t size, const uint32_t *memory_profile);

swiftlet_heap_statistics swiftlet_runtime_heap_statistics(void);

/// Ends the guest because an allocation that cannot report failure found no room.
void swiftlet_abort_out_of_memory(uint64_t size, uint64_t alignment) __attribute__((noreturn));

/// Ends the guest because its heap is damaged.
void swiftlet_heap_corrupted(const char *reason) __attribute__((noreturn));

void *_Nullable malloc(size_t size);
void *_Nullable calloc(size_t count, size_t size);
void *_Nullable realloc(void *_Nullable pointer, size_t size);
void *_Nullable aligned_alloc(size_t alignment, size_t size);
void free(void *_Nullable pointer);

/// How many bytes the caller may use at `pointer`; 0 for NULL. A glibc extension by which `ManagedBuffer` finds its
/// capacity, where the compiler knows of it: the SDK bundle defines `__HAIKU__`, of the macros that SwiftShims looks at
/// for that (LibcShims.h) the one with the least other meaning. Without it every capacity is negative.
size_t malloc_usable_size(void *_Nullable pointer);

/// Swift allocates through this and does not look at the result, so it ends the guest when memory is exhausted.
int posix_memalign(void *_Nullable *_Nonnull pointer, size_t alignment, size_t size);

#pragma clang assume_nonnull end

#endif

#endif
