#include "CRepeat.h"

/// As many as a trace buffer of the default size has.
enum { CAPACITY = 2048 };

static uint64_t records[CAPACITY][4];
static volatile uint64_t count_of_records;

void repeat_records(uint64_t count) {
    for (uint64_t index = 0; index < count; index++) {
        uint64_t *record = records[count_of_records % CAPACITY];
        record[0] = __builtin_ia32_rdtsc();
        record[1] = (uint64_t)(uintptr_t)records;
        record[2] = index;
        record[3] = CAPACITY;
        count_of_records += 1;
        repeat_barrier();
    }
}
