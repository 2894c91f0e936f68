#include "HeapLists.h"

void swiftlet_heap_link(swiftlet_heap *heap, block *b) {
    size_class class = class_of(size_of(b));
    block *head = swiftlet_heap_first(heap, class);
    b->next = head;
    b->previous = NULL;
    if (head != NULL)
        head->previous = b;
    heap->lists[class.first][class.second] = b;
    heap->first_level_bitmap |= 1u << class.first;
    heap->second_level_bitmaps[class.first] |= (uint16_t)(1u << class.second);
}

void swiftlet_heap_unlink(swiftlet_heap *heap, block *b) {
    size_t size = size_of(b);
    if (!is_free(b) || size < MINIMUM_BLOCK_SIZE || size > heap->top - address_of(b)
        || *footer_below(end_of(b)) != size)
        heap->on_corruption("a free block's size was overwritten");
    size_class class = class_of(size);
    bool is_head = swiftlet_heap_first(heap, class) == b;
    // A link that was overwritten would let the stores below write anywhere.
    if ((is_head ? b->previous != NULL : b->previous == NULL || b->previous->next != b)
        || (b->next != NULL && b->next->previous != b))
        heap->on_corruption("a free block's links were overwritten");
    if (b->next != NULL)
        b->next->previous = b->previous;
    if (!is_head) {
        b->previous->next = b->next;
        return;
    }
    heap->lists[class.first][class.second] = b->next;
    if (b->next != NULL)
        return;
    heap->second_level_bitmaps[class.first] &= (uint16_t)~(1u << class.second);
    if (heap->second_level_bitmaps[class.first] == 0)
        heap->first_level_bitmap &= ~(1u << class.first);
}

block *swiftlet_heap_find(const swiftlet_heap *heap, size_t size) {
    size_class class = class_for_any_of(size);
    if (class.first >= SWIFTLET_HEAP_FIRST_LEVELS)
        return NULL;
    uint32_t seconds = heap->second_level_bitmaps[class.first] & (~0u << class.second);
    if (seconds == 0) {
        uint32_t firsts = heap->first_level_bitmap & (~1u << class.first);
        if (firsts == 0)
            return NULL;
        class.first = (unsigned)__builtin_ctz(firsts);
        seconds = heap->second_level_bitmaps[class.first];
    }
    class.second = (unsigned)__builtin_ctz(seconds);
    return swiftlet_heap_first(heap, class);
}
