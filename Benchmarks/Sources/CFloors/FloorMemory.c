#include "FloorMemory.h"

#include <string.h>
// Page-table entries (Intel SDM volume 3A, tables 4-18 and 4-20); accessed and dirty are set, so that nothing has to set them.
enum { PRESENT = 1 << 0, WRITABLE = 1 << 1, USER = 1 << 2, ACCESSED = 1 << 5, DIRTY = 1 << 6, LARGE = 1 << 7 };

// Offsets in the 64-bit task state segment (Intel SDM volume 3A, figure 8-11).
enum { PRIVILEGED_STACK = 4, BITMAP_POINTER = 102, BITMAP = 104 };
/// The bitmap has a bit for each port below 256, and one byte of ones behind it (volume 1, section 19.5.2).
enum { BITMAP_SIZE = 256 / 8 + 1, TASK_STATE_LIMIT = BITMAP + BITMAP_SIZE - 1 };

static void put(uint8_t *memory, uint64_t address, uint64_t word) {
    memcpy(memory + address, &word, sizeof word);
}

static void map(uint8_t *memory, uint64_t address, uint64_t access) {
    uint64_t table = FLOOR_PAGE_TABLES + 3 * FLOOR_PAGE;
    put(memory, table + address / FLOOR_PAGE * 8, address | access | PRESENT | ACCESSED | DIRTY);
}

static void map_data(uint8_t *memory, size_t size) {
    enum { POINTERS = FLOOR_PAGE_TABLES + FLOOR_PAGE };
    put(memory, POINTERS + FLOOR_DATA_ADDRESS / (1 << 30) * 8, FLOOR_DATA_TABLE | PRESENT | WRITABLE | USER | ACCESSED);
    uint64_t entry = FLOOR_DATA_TABLE;
    for (uint64_t address = FLOOR_DATA; address + FLOOR_LARGE_PAGE <= size; address += FLOOR_LARGE_PAGE, entry += 8) {
        put(memory, entry, address | PRESENT | WRITABLE | USER | ACCESSED | DIRTY | LARGE);
    }
}

static void fill_page_tables(uint8_t *memory, size_t size) {
    for (uint64_t level = 0; level < 3; level++) {
        uint64_t table = FLOOR_PAGE_TABLES + level * FLOOR_PAGE;
        put(memory, table, (table + FLOOR_PAGE) | PRESENT | WRITABLE | USER | ACCESSED);
    }
    map(memory, FLOOR_BOOT, 0);
    map(memory, FLOOR_DESCRIPTORS, WRITABLE);
    map(memory, FLOOR_STACK_TOP - FLOOR_PAGE, WRITABLE);
    map(memory, FLOOR_LOOP, USER);
    map_data(memory, size);
}

// Descriptors are accessed already, as page-table entries are (Intel SDM volume 3A, sections 3.4.5 and 8.2.3).
static void fill_descriptors(uint8_t *memory) {
    uint64_t base = FLOOR_TASK_STATE_SEGMENT;
    put(memory, FLOOR_DESCRIPTORS + FLOOR_KERNEL_CODE, 0x00af9b000000ffff);
    put(memory, FLOOR_DESCRIPTORS + FLOOR_KERNEL_DATA, 0x00cf93000000ffff);
    put(memory, FLOOR_DESCRIPTORS + (FLOOR_USER_DATA & ~3), 0x00cff3000000ffff);
    put(memory, FLOOR_DESCRIPTORS + (FLOOR_USER_CODE & ~3), 0x00affb000000ffff);
    put(memory, FLOOR_DESCRIPTORS + FLOOR_TASK_STATE, 0x0000890000000000 | base << 16 | TASK_STATE_LIMIT);
    uint16_t limit = FLOOR_TASK_STATE + 16 - 1;
    memcpy(memory + FLOOR_DESCRIPTORS_POINTER, &limit, sizeof limit);
    put(memory, FLOOR_DESCRIPTORS_POINTER + sizeof limit, FLOOR_DESCRIPTORS);
}

static void fill_task_state(uint8_t *memory) {
    uint8_t *segment = memory + FLOOR_TASK_STATE_SEGMENT;
    put(segment, PRIVILEGED_STACK, FLOOR_STACK_TOP);
    uint16_t bitmap = BITMAP;
    memcpy(segment + BITMAP_POINTER, &bitmap, sizeof bitmap);
    memset(segment + BITMAP, 0xff, BITMAP_SIZE);
    // A 32-bit access needs the permission of four ports.
    for (int port = FLOOR_PORT; port < FLOOR_PORT + 4; port++) segment[BITMAP + port / 8] &= (uint8_t)~(1 << port % 8);
}

void floor_memory_fill(uint8_t *memory, size_t size) {
    fill_page_tables(memory, size);
    fill_descriptors(memory);
    fill_task_state(memory);
    memcpy(memory + FLOOR_BOOT, floor_boot_start, (size_t)(floor_boot_end - floor_boot_start));
    memcpy(memory + FLOOR_LOOP, floor_loop_start, (size_t)(floor_loop_end - floor_loop_start));
}
