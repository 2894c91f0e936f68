/// The guest's allocator: two-level segregated fit (Masmano et al., "TLSF: A New Dynamic Memory Allocator for
/// Real-Time Systems", ECRTS 2004) with boundary tags, made for sandboxes that go back to a snapshot after a call.
///
/// A reset costs time per page written, so the heap keeps its hands off memory: all of its own state is in the
/// `swiftlet_heap` structure, smaller than a page, and the part of the region that was never needed, above `top`, holds
/// no header and no boundary tag. Freed blocks, which all lie below `top`, are used up before `top` moves.
#ifndef SWIFTLET_HEAP_H
#define SWIFTLET_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Every block's address and size is a multiple of this, and no smaller alignment is ever given.
#define SWIFTLET_HEAP_GRANULE 16

/// Sixteen classes per power of two bound what a search can pass over to 1/16 of the request, and keep the
/// structure within a page.
#define SWIFTLET_HEAP_SECOND_LEVELS 16

/// One level for all sizes below 256 bytes, then one for each power of two from 2^8 to 2^33.
#define SWIFTLET_HEAP_FIRST_LEVELS 27

/// The largest region that the size classes cover: 16 GiB.
#define SWIFTLET_HEAP_MAXIMUM_SIZE ((size_t)1 << 34)

#pragma clang assume_nonnull begin

struct swiftlet_heap_block;

/// Called with a description when a free or an allocation meets a block that cannot be one. It must not return:
/// nothing in the heap can be believed any more.
typedef void (*swiftlet_heap_corruption_handler)(const char *reason) __attribute__((noreturn));

typedef struct swiftlet_heap_statistics {
    /// Bytes of the region that live blocks occupy, their headers and rounding included.
    size_t live_bytes;
    size_t live_blocks;
    /// The largest value that `live_bytes` has had.
    size_t peak_bytes;
} swiftlet_heap_statistics;

/// A heap. All zeroes is an empty heap, from which every allocation fails.
typedef struct swiftlet_heap {
    /// The first block's address.
    uintptr_t start;
    /// Where the blocks end. From here to `end` nothing is allocated.
    uintptr_t top;
    uintptr_t end;
    swiftlet_heap_corruption_handler _Nullable on_corruption;
    swiftlet_heap_statistics statistics;
    /// Bit f: some list of level f is not empty.
    uint32_t first_level_bitmap;
    /// Bit s of element f: list s of level f is not empty.
    uint16_t second_level_bitmaps[SWIFTLET_HEAP_FIRST_LEVELS];
    struct swiftlet_heap_block *_Nullable lists[SWIFTLET_HEAP_FIRST_LEVELS][SWIFTLET_HEAP_SECOND_LEVELS];
} swiftlet_heap;

/// Makes the `size` bytes at `base` a heap, without reading or writing them.
///
/// Returns false, leaving an empty heap, when the region is larger than `SWIFTLET_HEAP_MAXIMUM_SIZE`, wraps around the
/// address space or is too small for a single block.
bool swiftlet_heap_init(
    swiftlet_heap *heap, void *base, size_t size, swiftlet_heap_corruption_handler on_corruption);

/// Allocates `size` bytes at a multiple of `alignment`, a power of two; less than 16 counts as 16.
///
/// Returns NULL when there is no room or `alignment` is not a power of two. A size of 0 gives a block of its own. The
/// content is undefined. Takes constant time.
void *_Nullable swiftlet_heap_allocate(swiftlet_heap *heap, size_t alignment, size_t size);

/// Gives a block back and joins it with its free neighbours, in constant time. NULL is ignored.
void swiftlet_heap_free(swiftlet_heap *heap, void *_Nullable pointer);

/// Changes a block's size, in place when there is room behind it, and keeps the content up to the smaller size.
///
/// NULL allocates. A block that moves is aligned to 16 only. On failure returns NULL and the block stays as it was.
void *_Nullable swiftlet_heap_reallocate(swiftlet_heap *heap, void *_Nullable pointer, size_t size);

/// How many bytes the caller may use at `pointer`: at least as many as were asked for.
size_t swiftlet_heap_usable_size(const swiftlet_heap *heap, const void *pointer);

/// Walks every block and every list.
///
/// Returns NULL when all invariants hold, else a description of the first that does not.
const char *_Nullable swiftlet_heap_check(const swiftlet_heap *heap);

#pragma clang assume_nonnull end

#endif
