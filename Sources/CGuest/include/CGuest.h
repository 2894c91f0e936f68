/// What a guest has instead of an operating system and a C library.
#ifndef CGUEST_H
#define CGUEST_H

#include "swiftlet_abi.h"
#include "swiftlet_exit.h"
#include "swiftlet_heap.h"
#include "swiftlet_malloc.h"
#include "swiftlet_math.h"
#include "swiftlet_memory.h"
#include "swiftlet_random.h"
#include "swiftlet_trace.h"

#endif
