/// Counts heap allocations, by taking the place of the C library's functions in the program that links this.
#ifndef CALLOCATIONS_H
#define CALLOCATIONS_H

#include <stdint.h>

/// How often the calling thread has allocated memory so far; an enlargement counts as one allocation.
uint64_t allocations_of_thread(void);

#endif
