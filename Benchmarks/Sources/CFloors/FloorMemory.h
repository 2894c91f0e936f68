/// The memory of the floor's guest: what the processor needs to run it in ring 3, and nothing else.
#ifndef FLOOR_MEMORY_H
#define FLOOR_MEMORY_H

#include <stdint.h>

enum {
    FLOOR_PAGE = 4096,
    /// Four levels, one table each: the first 2 MiB, mapped to themselves in pages of 4 KiB.
    FLOOR_PAGE_TABLES = 0x1000,
    FLOOR_BOOT = 0x10000,
    FLOOR_DESCRIPTORS = 0x11000,
    FLOOR_DESCRIPTORS_POINTER = FLOOR_DESCRIPTORS + 0x80,
    FLOOR_TASK_STATE_SEGMENT = FLOOR_DESCRIPTORS + 0x100,
    FLOOR_STACK_TOP = 0x13000,
    FLOOR_LOOP = 0x20000,
};

/// Writes the guest and its tables into zeroed memory.
void floor_memory_fill(uint8_t *memory);

#endif
