#include "HeapLists.h"

typedef struct free_blocks {
    size_t count;
    size_t bytes;
} free_blocks;

/// Walks the region from the first block to `top`, adding up live and free blocks.
static const char *check_region(
    const swiftlet_heap *heap, swiftlet_heap_statistics *live, free_blocks *free) {
    bool previous_is_free = false;
    uintptr_t address = heap->start;
    while (address != heap->top) {
        const block *b = block_at(address);
        if (size_of(b) < MINIMUM_BLOCK_SIZE || size_of(b) > heap->top - address)
            return "a block's size is impossible";
        if (is_previous_free(b) != previous_is_free)
            return "a block is wrong about the one before it";
        if (is_free(b) && previous_is_free)
            return "two free blocks are neighbours";
        if (is_free(b) && *footer_below(end_of(b)) != size_of(b))
            return "a free block's footer is not its size";
        previous_is_free = is_free(b);
        if (is_free(b)) {
            free->count++;
            free->bytes += size_of(b);
        } else {
            live->live_blocks++;
            live->live_bytes += size_of(b);
        }
        address = end_of(b);
    }
    return previous_is_free ? "the block below the top is free" : NULL;
}

/// Walks one list, taking what it holds off `expected`.
static const char *check_list(const swiftlet_heap *heap, size_class class, free_blocks *expected) {
    const block *previous = NULL;
    for (const block *b = swiftlet_heap_first(heap, class); b != NULL; b = b->next) {
        if (address_of(b) < heap->start || address_of(b) >= heap->top || !is_free(b))
            return "a list holds something that is not a free block";
        size_class actual = class_of(size_of(b));
        if (actual.first != class.first || actual.second != class.second)
            return "a block is in the list of another size";
        if (b->previous != previous)
            return "a block's link does not lead back";
        if (expected->count == 0)
            return "the lists hold more blocks than are free";
        expected->count--;
        expected->bytes -= size_of(b);
        previous = b;
    }
    return NULL;
}

static const char *check_lists(const swiftlet_heap *heap, free_blocks expected) {
    for (unsigned first = 0; first < SWIFTLET_HEAP_FIRST_LEVELS; first++) {
        uint16_t seconds = heap->second_level_bitmaps[first];
        if ((heap->first_level_bitmap >> first & 1) != (seconds != 0))
            return "the first bitmap disagrees with the second";
        for (unsigned second = 0; second < SWIFTLET_HEAP_SECOND_LEVELS; second++) {
            if ((seconds >> second & 1) != (heap->lists[first][second] != NULL))
                return "a bitmap disagrees with its list";
            const char *problem = check_list(heap, (size_class){first, second}, &expected);
            if (problem != NULL)
                return problem;
        }
    }
    return expected.count == 0 && expected.bytes == 0 ? NULL : "a free block is in no list";
}

const char *swiftlet_heap_check(const swiftlet_heap *heap) {
    if (heap->top < heap->start || heap->top > heap->end)
        return "the top is outside the region";
    swiftlet_heap_statistics live = {0};
    free_blocks free = {0};
    const char *problem = check_region(heap, &live, &free);
    if (problem != NULL)
        return problem;
    if (live.live_blocks != heap->statistics.live_blocks || live.live_bytes != heap->statistics.live_bytes
        || live.live_bytes > heap->statistics.peak_bytes)
        return "the statistics do not match the blocks";
    return check_lists(heap, free);
}
