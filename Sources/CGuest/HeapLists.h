/// The free lists of a heap, one for each size class, and the bitmaps that find one that is not empty.
#ifndef SWIFTLET_HEAP_LISTS_H
#define SWIFTLET_HEAP_LISTS_H

#include "HeapBlock.h"

/// The first block of a class's list, or NULL.
static inline block *swiftlet_heap_first(const swiftlet_heap *heap, size_class class) {
    return heap->lists[class.first][class.second];
}

/// Puts a free block at the head of its list: what was freed last is likely still in the cache, and dirty.
void swiftlet_heap_link(swiftlet_heap *heap, block *b);

/// Takes a free block out of its list.
void swiftlet_heap_unlink(swiftlet_heap *heap, block *b);

/// A free block from the smallest class, among those with any, whose blocks all have at least `size` bytes; or NULL.
block *swiftlet_heap_find(const swiftlet_heap *heap, size_t size);

#endif
