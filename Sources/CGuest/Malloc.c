#include "swiftlet_malloc.h"

#if !__STDC_HOSTED__

#include "MemoryEvents.h"
#include "swiftlet_memory.h"

/// POSIX's errno value for an invalid argument.
enum { EINVAL = 22 };

static swiftlet_heap heap;

#ifdef SWIFTLET_TRACING
const volatile uint32_t *swiftlet_memory_profile;
#endif

bool swiftlet_runtime_heap_init(void *base, size_t size, const uint32_t *memory_profile) {
#ifdef SWIFTLET_TRACING
    swiftlet_memory_profile = memory_profile;
#else
    (void)memory_profile;
#endif
    return swiftlet_heap_init(&heap, base, size, swiftlet_heap_corrupted);
}

swiftlet_heap_statistics swiftlet_runtime_heap_statistics(void) {
    return heap.statistics;
}

void *malloc(size_t size) {
    return told_of_allocation(swiftlet_heap_allocate(&heap, SWIFTLET_HEAP_GRANULE, size), size);
}

void *calloc(size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        return NULL;
    void *pointer = malloc(bytes);
    return pointer == NULL ? NULL : memset(pointer, 0, bytes);
}

void *realloc(void *pointer, size_t size) {
    void *moved = swiftlet_heap_reallocate(&heap, pointer, size);
    if (moved == NULL)
        return NULL;
    tell_of_release(pointer);
    return told_of_allocation(moved, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    return told_of_allocation(swiftlet_heap_allocate(&heap, alignment, size), size);
}

int posix_memalign(void **pointer, size_t alignment, size_t size) {
    if (alignment % sizeof(void *) != 0 || __builtin_popcountll(alignment) != 1)
        return EINVAL;
    void *allocated = swiftlet_heap_allocate(&heap, alignment, size);
    if (allocated == NULL)
        swiftlet_abort_out_of_memory(size, alignment);
    *pointer = told_of_allocation(allocated, size);
    return 0;
}

void free(void *pointer) {
    tell_of_release(pointer);
    swiftlet_heap_free(&heap, pointer);
}

size_t malloc_usable_size(void *pointer) {
    return pointer == NULL ? 0 : swiftlet_heap_usable_size(&heap, pointer);
}

#endif
