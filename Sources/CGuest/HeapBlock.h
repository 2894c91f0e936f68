/// The layout of a block, and how sizes map to free lists.
///
/// A block is one word of header followed by the payload. Headers lie 8 bytes below a multiple of 16, so payloads are
/// 16-aligned and sizes, which include the header, are multiples of 16. A free block keeps its list links at the start
/// of the payload and its size again in its last word, where the block behind it finds it (Knuth, The Art of Computer
/// Programming, vol. 1, 2.5, boundary tags). A live block has no such footer: that word is payload.
#ifndef SWIFTLET_HEAP_BLOCK_H
#define SWIFTLET_HEAP_BLOCK_H

#include "swiftlet_heap.h"

typedef struct swiftlet_heap_block {
    /// The size, and in the bits that a multiple of 16 leaves over, the flags.
    size_t header;
    struct swiftlet_heap_block *next;
    struct swiftlet_heap_block *previous;
} block;

enum {
    HEADER_SIZE = sizeof(size_t),
    /// Header, two links and footer.
    MINIMUM_BLOCK_SIZE = sizeof(block) + sizeof(size_t),

    BLOCK_IS_FREE = 1,
    PREVIOUS_IS_FREE = 2,
    FLAGS = SWIFTLET_HEAP_GRANULE - 1,

    /// Below this size each class holds one size only.
    LINEAR_LIMIT = SWIFTLET_HEAP_SECOND_LEVELS * SWIFTLET_HEAP_GRANULE,
    LINEAR_LIMIT_LOG2 = 8,
    SECOND_LEVELS_LOG2 = 4,
};

_Static_assert(LINEAR_LIMIT == 1 << LINEAR_LIMIT_LOG2, "the levels meet without a gap");
_Static_assert(SWIFTLET_HEAP_SECOND_LEVELS == 1 << SECOND_LEVELS_LOG2, "a class index fills its bits");
_Static_assert(SWIFTLET_HEAP_MAXIMUM_SIZE == (size_t)1 << (LINEAR_LIMIT_LOG2 + SWIFTLET_HEAP_FIRST_LEVELS - 1),
               "the levels cover every block that a region can hold");
_Static_assert(sizeof(swiftlet_heap) <= 4096, "the heap's state dirties a single page");

static inline uintptr_t address_of(const block *b) {
    return (uintptr_t)b;
}

static inline block *block_at(uintptr_t address) {
    return (block *)address;
}

static inline size_t size_of(const block *b) {
    return b->header & ~(size_t)FLAGS;
}

static inline bool is_free(const block *b) {
    return b->header & BLOCK_IS_FREE;
}

static inline bool is_previous_free(const block *b) {
    return b->header & PREVIOUS_IS_FREE;
}

static inline uintptr_t end_of(const block *b) {
    return address_of(b) + size_of(b);
}

static inline uintptr_t payload_of(const block *b) {
    return address_of(b) + HEADER_SIZE;
}

/// The footer of the block that ends at `address`, which must be free.
static inline size_t *footer_below(uintptr_t address) {
    return (size_t *)(address - sizeof(size_t));
}

typedef struct size_class {
    unsigned first;
    unsigned second;
} size_class;

/// The class whose list holds free blocks of `size` bytes.
static inline size_class class_of(size_t size) {
    if (size < LINEAR_LIMIT)
        return (size_class){0, (unsigned)(size / SWIFTLET_HEAP_GRANULE)};
    unsigned log2 = 63 - (unsigned)__builtin_clzll(size);
    return (size_class){
        log2 - LINEAR_LIMIT_LOG2 + 1,
        (unsigned)(size >> (log2 - SECOND_LEVELS_LOG2)) - SWIFTLET_HEAP_SECOND_LEVELS,
    };
}

/// The first class in which every block has at least `size` bytes; its first level may be past the last.
static inline size_class class_for_any_of(size_t size) {
    if (size < LINEAR_LIMIT)
        return class_of(size);
    unsigned log2 = 63 - (unsigned)__builtin_clzll(size);
    return class_of(size + ((size_t)1 << (log2 - SECOND_LEVELS_LOG2)) - 1);
}

#endif
