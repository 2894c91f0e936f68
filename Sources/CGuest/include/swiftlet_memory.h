/// The C library's memory functions (C11, 7.24), which compilers call for copies, fills and comparisons.
#ifndef SWIFTLET_MEMORY_H
#define SWIFTLET_MEMORY_H

#include <stddef.h>

#include "swiftlet_libc.h"

#pragma clang assume_nonnull begin

void *SWIFTLET_LIBC(memcpy)(void *restrict destination, const void *restrict source, size_t count);
void *SWIFTLET_LIBC(memmove)(void *destination, const void *source, size_t count);
void *SWIFTLET_LIBC(memset)(void *destination, int value, size_t count);
int SWIFTLET_LIBC(memcmp)(const void *left, const void *right, size_t count);
/// Like memcmp, but a result other than 0 says only that the bytes differ.
int SWIFTLET_LIBC(bcmp)(const void *left, const void *right, size_t count);
size_t SWIFTLET_LIBC(strlen)(const char *string);

#pragma clang assume_nonnull end

#endif
