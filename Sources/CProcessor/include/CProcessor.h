/// Instructions that Swift has no spelling for, of use to host and guest.
#ifndef CPROCESSOR_H
#define CPROCESSOR_H

#include <stdint.h>

/// The time-stamp counter, after all that comes before.
///
/// RDTSC alone may be executed ahead of earlier instructions, an earlier RDTSC included; LFENCE in front keeps it in its
/// place (Intel SDM volume 2B, RDTSC).
static inline __attribute__((always_inline)) uint64_t swiftlet_time_stamp_counter(void) {
    uint32_t low, high;
    // "memory" keeps the compiler from moving loads and stores across.
    __asm__ volatile("lfence\n\trdtsc" : "=a"(low), "=d"(high) : : "memory");
    return (uint64_t)high << 32 | low;
}

/// The time-stamp counter, some ten instructions earlier or later: a good deal quicker.
static inline __attribute__((always_inline)) uint64_t swiftlet_rough_time_stamp_counter(void) {
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
}

struct swiftlet_cpuid_leaf {
    uint32_t eax, ebx, ecx, edx;
};

/// What the processor says of itself (Intel SDM volume 2A, CPUID). A hypervisor may answer for it.
static inline struct swiftlet_cpuid_leaf swiftlet_cpuid(uint32_t leaf, uint32_t subleaf) {
    struct swiftlet_cpuid_leaf result;
    __asm__ volatile("cpuid"
                     : "=a"(result.eax), "=b"(result.ebx), "=c"(result.ecx), "=d"(result.edx)
                     : "a"(leaf), "c"(subleaf));
    return result;
}

#endif
