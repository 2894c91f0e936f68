/// Files in memory, which the C library shows to nobody without _GNU_SOURCE.
#ifndef CMEMORYFILE_H
#define CMEMORYFILE_H

#include <stddef.h>

/// A new file of `size` zeroes that can be sealed, closed when the process executes another program: its descriptor, or -1
/// with errno (memfd_create(2)).
int swiftlet_memory_file(const char *name, size_t size);

/// Makes the file's contents and size final: 0, or -1 with errno. Nobody may have it mapped to be written
/// (fcntl(2), File Sealing).
int swiftlet_seal_memory_file(int descriptor);

#endif
