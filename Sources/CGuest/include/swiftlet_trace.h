// The one write of a trace record.
#ifndef SWIFTLET_TRACE_H
#define SWIFTLET_TRACE_H

#include <stdint.h>

/// Completes a record, and then counts it: whatever ends the guest in between, the host sees whole records alone.
///
/// Loads and stores of one processor stay in order (Intel SDM volume 3A, section 9.2.2); the release keeps the compiler from
/// changing theirs.
static inline __attribute__((always_inline)) void swiftlet_trace_write(
    uint64_t *_Nonnull record, uint64_t *_Nonnull count, uint64_t newCount, uint64_t counter, uint64_t site, uint64_t value,
    uint64_t place) {
    record[0] = counter;
    record[1] = site;
    record[2] = value;
    record[3] = place;
    __atomic_store_n(count, newCount, __ATOMIC_RELEASE);
}

#endif
