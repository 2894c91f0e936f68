#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "CFloors.h"
#include "FloorMemory.h"

static bool fill(int file, size_t size) {
    if (ftruncate(file, (off_t)size) < 0) return false;
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (memory == MAP_FAILED) return false;
    floor_memory_fill(memory, size);
    memset((uint8_t *)memory + FLOOR_DATA, 7, size - FLOOR_DATA);
    munmap(memory, size);
    return fcntl(file, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) == 0;
}

int floor_memory_file(size_t memory_size) {
    int file = memfd_create("floor", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (file < 0 || fill(file, memory_size)) return file;
    int reason = errno;
    close(file);
    errno = reason;
    return -1;
}
