#include "CHostile.h"

// Bits of XCR0 (Intel SDM volume 1, section 13.3).
#define AVX 0x4
#define AVX512 0xe0

uint64_t hostile_state_components(void) {
    uint32_t low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (uint64_t)high << 32 | low;
}

void hostile_disturb_processor(uint64_t word, uint64_t components) {
    const uint64_t pattern[2] = {word, ~word};
    // All exceptions masked, rounding by the word (Intel SDM volume 1, sections 8.1.5 and 10.2.3).
    const uint32_t vector_control = 0x1f80 | (word & 0x6000);
    const uint16_t x87_control = 0x37f | (word & 0xc00);
    __asm__ volatile("movdqu %0, %%xmm0\n\t"
                     "movdqa %%xmm0, %%xmm3\n\t"
                     "movdqa %%xmm0, %%xmm7\n\t"
                     "movdqa %%xmm0, %%xmm8\n\t"
                     "movdqa %%xmm0, %%xmm15\n\t"
                     "ldmxcsr %1\n\t"
                     "fldcw %2\n\t"
                     "fildll %0\n\t"
                     "mov $0x1b, %%eax\n\t"
                     "mov %%eax, %%ds\n\t"
                     "mov %%eax, %%gs\n\t"
                     :
                     : "m"(pattern), "m"(vector_control), "m"(x87_control)
                     : "rax", "xmm0", "xmm3", "xmm7", "xmm8", "xmm15", "memory");
    if (components & AVX) __asm__ volatile("vbroadcastsd %0, %%ymm9" : : "m"(word) : "xmm9");
    if ((components & AVX512) == AVX512)
        __asm__ volatile("vbroadcastsd %0, %%zmm10\n\t"
                         "vbroadcastsd %0, %%zmm20\n\t"
                         "kmovw %k1, %%k3"
                         :
                         : "m"(word), "r"(word)
                         : "xmm10");
}

/// FNV-1a, 64 bits.
static uint64_t hash(uint64_t hash, const void *bytes, uint64_t count) {
    for (uint64_t index = 0; index < count; index++)
        hash = (hash ^ ((const uint8_t *)bytes)[index]) * 0x100000001b3;
    return hash;
}

uint64_t hostile_processor_digest(uint64_t components) {
    // What FXSAVE defines, the rest of its 512 bytes, and the header that says which components were in use (Intel SDM
    // volume 1, sections 10.5.1 and 13.4). What the header says may vary while the contents do not, so nothing of it stays.
    enum { legacy_defined = 416, legacy = 512, header = 64, all = 16384 };
    static uint8_t state[all] __attribute__((aligned(64)));
    uint16_t segments[4];
    if (components)
        __asm__ volatile("xsave64 %0" : "+m"(state) : "a"((uint32_t)components), "d"((uint32_t)(components >> 32)));
    else
        __asm__ volatile("fxsave64 %0" : "+m"(state));
    __asm__ volatile("mov %%ds, %0\n\t"
                     "mov %%es, %1\n\t"
                     "mov %%fs, %2\n\t"
                     "mov %%gs, %3"
                     : "=m"(segments[0]), "=m"(segments[1]), "=m"(segments[2]), "=m"(segments[3]));
    __builtin_memset(state + legacy, 0, header);
    uint64_t digest = hash(0xcbf29ce484222325, segments, sizeof segments);
    digest = hash(digest, state, legacy_defined);
    return components ? hash(digest, state + legacy, all - legacy) : digest;
}
