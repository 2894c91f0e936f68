#include "CRepeat.h"

typedef repeat_reply (*entry_function)(const void *message, uint64_t length);

void repeat_entry(const void *entry, const void *message, uint64_t length, uint64_t count) {
    for (uint64_t index = 0; index < count; index++) {
        ((entry_function)(uintptr_t)entry)(message, length);
        repeat_barrier();
    }
}
