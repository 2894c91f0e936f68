#include <stdlib.h>
#include <string.h>

#include "CFloors.h"
#include "FloorMemory.h"

void floor_copy_pages(void *destination, const void *source, size_t count) {
    for (size_t page = 0; page < 2 * count; page += 2) {
        memcpy((char *)destination + page * FLOOR_PAGE, (const char *)source + page * FLOOR_PAGE, FLOOR_PAGE);
    }
    floor_use(destination);
}

void floor_copy_bytes(void *destination, const void *source, size_t count) {
    memcpy(destination, source, count);
    floor_use(destination);
}

void floor_copy_and_clear_bytes(void *destination, const void *source, size_t count) {
    floor_copy_bytes(destination, source, count);
    memset(destination, 0, count);
    floor_use(destination);
}

void floor_copy_bytes_to_new(const void *source, size_t count) {
    void *destination = malloc(count);
    if (!destination) abort();
    floor_copy_bytes(destination, source, count);
    free(destination);
}
