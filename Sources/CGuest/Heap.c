#include "HeapBlock.h"
#include "HeapLists.h"
#include "swiftlet_memory.h"

/// How many blocks of the request's own class, which may be too small, are looked at before larger ones are split. It
/// lets a large block that was just freed serve the same request again instead of new memory.
enum { OWN_CLASS_PROBES = 8 };

bool swiftlet_heap_init(
    swiftlet_heap *heap, void *base, size_t size, swiftlet_heap_corruption_handler on_corruption) {
    *heap = (swiftlet_heap){.on_corruption = on_corruption};
    uintptr_t region_end;
    if (size > SWIFTLET_HEAP_MAXIMUM_SIZE || __builtin_add_overflow((uintptr_t)base, size, &region_end))
        return false;
    uintptr_t skipped = -((uintptr_t)base + HEADER_SIZE) % SWIFTLET_HEAP_GRANULE;
    if (size < skipped + MINIMUM_BLOCK_SIZE)
        return false;
    uintptr_t start = (uintptr_t)base + skipped;
    heap->start = start;
    heap->top = start;
    heap->end = start + (region_end - start) / SWIFTLET_HEAP_GRANULE * SWIFTLET_HEAP_GRANULE;
    return true;
}

/// The size of a block with room for `size` bytes, or 0 when the heap could never hold it.
static size_t block_size_for(const swiftlet_heap *heap, size_t size) {
    size_t capacity = heap->end - heap->start;
    if (size > capacity)
        return 0;
    size_t needed = (size + HEADER_SIZE + SWIFTLET_HEAP_GRANULE - 1) & ~(size_t)FLAGS;
    if (needed < MINIMUM_BLOCK_SIZE)
        needed = MINIMUM_BLOCK_SIZE;
    return needed <= capacity ? needed : 0;
}

/// Finds where a block with an aligned payload can start at or after `address`, leaving either nothing or enough for a
/// free block in front of it. Returns false when that lies beyond the address space.
static bool find_aligned_start(uintptr_t address, size_t alignment, uintptr_t *start) {
    uintptr_t payload = address + HEADER_SIZE;
    uintptr_t misalignment = payload & (alignment - 1);
    size_t gap = misalignment == 0 ? 0 : alignment - misalignment;
    if (gap != 0 && gap < MINIMUM_BLOCK_SIZE)
        gap += alignment;
    return !__builtin_add_overflow(address, gap, start);
}

static bool fits(const block *b, size_t alignment, size_t needed) {
    uintptr_t start;
    return find_aligned_start(address_of(b), alignment, &start) && start < end_of(b) && end_of(b) - start >= needed;
}

/// Makes a block free that is in no list, after joining it with its free neighbours. Its header must hold its size and
/// whether the block before it is free.
static void release(swiftlet_heap *heap, block *b) {
    // Should this header end up inside a larger free block, a second free of the same pointer still meets the flag.
    b->header |= BLOCK_IS_FREE;
    uintptr_t end = end_of(b);
    if (is_previous_free(b)) {
        size_t size = *footer_below(address_of(b));
        if (size > address_of(b) - heap->start)
            heap->on_corruption("a free block's size was overwritten");
        b = block_at(address_of(b) - size);
        swiftlet_heap_unlink(heap, b);
    }
    if (end == heap->top) {
        heap->top = address_of(b);
        return;
    }
    block *next = block_at(end);
    if (is_free(next)) {
        swiftlet_heap_unlink(heap, next);
        end = end_of(next);
    }
    b->header = (end - address_of(b)) | BLOCK_IS_FREE;
    *footer_below(end) = end - address_of(b);
    block_at(end)->header |= PREVIOUS_IS_FREE;
    swiftlet_heap_link(heap, b);
}

/// Gives back what a live block has beyond `needed`, where that is enough for a block.
static void trim(swiftlet_heap *heap, block *b, size_t needed) {
    size_t excess = size_of(b) - needed;
    if (excess < MINIMUM_BLOCK_SIZE)
        return;
    b->header -= excess;
    block *rest = block_at(end_of(b));
    rest->header = excess;
    release(heap, rest);
}

/// Gives back what alignment left over between `start`, which has a live block before it, and a live block.
static void release_gap(swiftlet_heap *heap, uintptr_t start, const block *b) {
    size_t gap = address_of(b) - start;
    if (gap == 0)
        return;
    block_at(start)->header = gap;
    release(heap, block_at(start));
}

static block *find_free(const swiftlet_heap *heap, size_t alignment, size_t needed) {
    block *candidate = swiftlet_heap_first(heap, class_of(needed));
    for (int probes = 0; candidate != NULL && probes < OWN_CLASS_PROBES; probes++) {
        if (fits(candidate, alignment, needed))
            return candidate;
        candidate = candidate->next;
    }
    // No overflow: the alignment is at most 2^63 and the size at most that of the region.
    size_t padding = alignment == SWIFTLET_HEAP_GRANULE ? 0 : alignment + MINIMUM_BLOCK_SIZE;
    return swiftlet_heap_find(heap, needed + padding);
}

static block *take_from_lists(swiftlet_heap *heap, size_t alignment, size_t needed) {
    block *found = find_free(heap, alignment, needed);
    if (found == NULL)
        return NULL;
    swiftlet_heap_unlink(heap, found);
    uintptr_t start = address_of(found);
    uintptr_t end = end_of(found);
    uintptr_t aligned = start;
    find_aligned_start(start, alignment, &aligned);
    block *b = block_at(aligned);
    b->header = end - aligned;
    block_at(end)->header &= ~(size_t)PREVIOUS_IS_FREE;
    release_gap(heap, start, b);
    trim(heap, b, needed);
    return b;
}

static block *take_from_top(swiftlet_heap *heap, size_t alignment, size_t needed) {
    uintptr_t start = heap->top;
    uintptr_t aligned;
    if (!find_aligned_start(start, alignment, &aligned) || aligned > heap->end || heap->end - aligned < needed)
        return NULL;
    block *b = block_at(aligned);
    b->header = needed;
    heap->top = aligned + needed;
    release_gap(heap, start, b);
    return b;
}

static void count_live_bytes(swiftlet_heap *heap, size_t before, size_t after) {
    swiftlet_heap_statistics *statistics = &heap->statistics;
    statistics->live_bytes += after - before;
    if (statistics->live_bytes > statistics->peak_bytes)
        statistics->peak_bytes = statistics->live_bytes;
}

void *swiftlet_heap_allocate(swiftlet_heap *heap, size_t alignment, size_t size) {
    if (__builtin_popcountll(alignment) != 1)
        return NULL;
    if (alignment < SWIFTLET_HEAP_GRANULE)
        alignment = SWIFTLET_HEAP_GRANULE;
    size_t needed = block_size_for(heap, size);
    if (needed == 0)
        return NULL;
    block *b = take_from_lists(heap, alignment, needed);
    if (b == NULL)
        b = take_from_top(heap, alignment, needed);
    if (b == NULL)
        return NULL;
    heap->statistics.live_blocks++;
    count_live_bytes(heap, 0, size_of(b));
    return (void *)payload_of(b);
}

/// The block of a pointer that a caller hands in, which is anything that a faulty guest makes of it.
static block *live_block(const swiftlet_heap *heap, const void *pointer) {
    uintptr_t address = (uintptr_t)pointer - HEADER_SIZE;
    if (address < heap->start || address >= heap->top)
        heap->on_corruption("the pointer is not to a block of the heap");
    if ((uintptr_t)pointer % SWIFTLET_HEAP_GRANULE != 0)
        heap->on_corruption("the pointer is not to the start of a block");
    block *b = block_at(address);
    if (is_free(b))
        heap->on_corruption("the block is already free");
    if (size_of(b) < MINIMUM_BLOCK_SIZE || size_of(b) > heap->top - address)
        heap->on_corruption("the block's header was overwritten");
    if (end_of(b) != heap->top && is_previous_free(block_at(end_of(b))))
        heap->on_corruption("the header of the next block was overwritten");
    return b;
}

void swiftlet_heap_free(swiftlet_heap *heap, void *pointer) {
    if (pointer == NULL)
        return;
    block *b = live_block(heap, pointer);
    heap->statistics.live_blocks--;
    count_live_bytes(heap, size_of(b), 0);
    release(heap, b);
}

/// Extends a live block over what is free behind it; false when that is not enough.
static bool grow(swiftlet_heap *heap, block *b, size_t needed) {
    uintptr_t end = end_of(b);
    size_t missing = needed - size_of(b);
    if (end == heap->top) {
        if (heap->end - end < missing)
            return false;
        heap->top = end + missing;
        b->header += missing;
        return true;
    }
    block *next = block_at(end);
    if (!is_free(next) || size_of(next) < missing)
        return false;
    swiftlet_heap_unlink(heap, next);
    b->header += size_of(next);
    block_at(end_of(b))->header &= ~(size_t)PREVIOUS_IS_FREE;
    trim(heap, b, needed);
    return true;
}

void *swiftlet_heap_reallocate(swiftlet_heap *heap, void *pointer, size_t size) {
    if (pointer == NULL)
        return swiftlet_heap_allocate(heap, SWIFTLET_HEAP_GRANULE, size);
    block *b = live_block(heap, pointer);
    size_t before = size_of(b);
    size_t needed = block_size_for(heap, size);
    if (needed == 0)
        return NULL;
    if (needed <= before)
        trim(heap, b, needed);
    else if (!grow(heap, b, needed)) {
        void *moved = swiftlet_heap_allocate(heap, SWIFTLET_HEAP_GRANULE, size);
        if (moved == NULL)
            return NULL;
        SWIFTLET_LIBC(memcpy)(moved, pointer, before - HEADER_SIZE);
        swiftlet_heap_free(heap, pointer);
        return moved;
    }
    count_live_bytes(heap, before, size_of(b));
    return pointer;
}

size_t swiftlet_heap_usable_size(const swiftlet_heap *heap, const void *pointer) {
    return size_of(live_block(heap, pointer)) - HEADER_SIZE;
}
