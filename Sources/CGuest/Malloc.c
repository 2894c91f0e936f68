#include "swiftlet_malloc.h"

#if !__STDC_HOSTED__

#include "swiftlet_memory.h"

/// POSIX's errno value for an invalid argument.
enum { EINVAL = 22 };

static swiftlet_heap heap;

bool swiftlet_runtime_heap_init(void *base, size_t size) {
    return swiftlet_heap_init(&heap, base, size, swiftlet_heap_corrupted);
}

swiftlet_heap_statistics swiftlet_runtime_heap_statistics(void) {
    return heap.statistics;
}

void *malloc(size_t size) {
    return swiftlet_heap_allocate(&heap, SWIFTLET_HEAP_GRANULE, size);
}

void *calloc(size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        return NULL;
    void *pointer = malloc(bytes);
    return pointer == NULL ? NULL : memset(pointer, 0, bytes);
}

void *realloc(void *pointer, size_t size) {
    return swiftlet_heap_reallocate(&heap, pointer, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    return swiftlet_heap_allocate(&heap, alignment, size);
}

int posix_memalign(void **pointer, size_t alignment, size_t size) {
    if (alignment % sizeof(void *) != 0 || __builtin_popcountll(alignment) != 1)
        return EINVAL;
    void *allocated = swiftlet_heap_allocate(&heap, alignment, size);
    if (allocated == NULL)
        swiftlet_abort_out_of_memory(size, alignment);
    *pointer = allocated;
    return 0;
}

void free(void *pointer) {
    swiftlet_heap_free(&heap, pointer);
}

size_t malloc_usable_size(void *pointer) {
    return pointer == NULL ? 0 : swiftlet_heap_usable_size(&heap, pointer);
}

#endif
