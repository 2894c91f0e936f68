/// The memory of the floor's guest: what the processor needs to run it in ring 3, and nothing else.
#ifndef FLOOR_MEMORY_H
#define FLOOR_MEMORY_H

#include <stddef.h>
#include <stdint.h>

#include "FloorGuest.h"

enum {
    FLOOR_LARGE_PAGE = 2 << 20,
    /// Four levels, one table each: the first 2 MiB, mapped to themselves in pages of 4 KiB.
    FLOOR_PAGE_TABLES = 0x1000,
    /// All memory behind the first 2 MiB, up to 1 GiB of it, mapped in pages of 2 MiB to the addresses from
    /// `FLOOR_DATA_ADDRESS` on.
    FLOOR_DATA_TABLE = 0x5000,
    FLOOR_BOOT = 0x10000,
    FLOOR_DESCRIPTORS = 0x11000,
    FLOOR_DESCRIPTORS_POINTER = FLOOR_DESCRIPTORS + 0x80,
    FLOOR_TASK_STATE_SEGMENT = FLOOR_DESCRIPTORS + 0x100,
    FLOOR_STACK_TOP = 0x13000,
    FLOOR_LOOP = 0x20000,
    /// Where the guest's data lies in memory.
    FLOOR_DATA = FLOOR_LARGE_PAGE,
    FLOOR_DATA_ADDRESS = 1 << 30,
};

/// Writes the guest and its tables into zeroed memory of `size` bytes.
void floor_memory_fill(uint8_t *memory, size_t size);

#endif
