#include "swiftlet_memory.h"

#include <stdint.h>

// Small sizes are served by a pair of accesses of one width that overlap in the middle, so that a whole range of
// lengths takes a single branch; all loads come before the stores, which makes overlapping operands harmless. What the
// guest calls most, Swift's reference-counted objects and strings, is in that range.

/// From these many bytes on the string instructions win over a loop. Starting one costs tens of cycles.
enum { REPEAT_MINIMUM = 1024 };

/// Keeps the compiler from recognising the body of memcpy and making a call to memcpy of it.
#define NOT_BY_ITSELF __attribute__((no_builtin))

typedef uint16_t u16 __attribute__((aligned(1), may_alias));
typedef uint32_t u32 __attribute__((aligned(1), may_alias));
typedef uint64_t u64 __attribute__((aligned(1), may_alias));
typedef uint64_t u128 __attribute__((vector_size(16), aligned(1), may_alias));

/// Copies one to two times the width of `type`.
#define COPY_ENDS(type)                                           \
    do {                                                          \
        type head = *(const type *)from;                          \
        type tail = *(const type *)(from + count - sizeof(type)); \
        *(type *)to = head;                                       \
        *(type *)(to + count - sizeof(type)) = tail;              \
    } while (0)

NOT_BY_ITSELF static inline void copy_up_to_16(char *to, const char *from, size_t count) {
    if (count >= 8)
        COPY_ENDS(u64);
    else if (count >= 4)
        COPY_ENDS(u32);
    else if (count >= 2)
        COPY_ENDS(u16);
    else if (count == 1)
        *to = *from;
}

typedef struct four {
    u128 a, b, c, d;
} four;

static inline four load_64(const char *from) {
    const u128 *parts = (const u128 *)from;
    return (four){parts[0], parts[1], parts[2], parts[3]};
}

static inline void store_64(char *to, four value) {
    u128 *parts = (u128 *)to;
    parts[0] = value.a, parts[1] = value.b, parts[2] = value.c, parts[3] = value.d;
}

/// 33 to 64 bytes: the first 32 and the last 32.
static inline void copy_up_to_64(char *to, const char *from, size_t count) {
    u128 head0 = *(const u128 *)from, head1 = *(const u128 *)(from + 16);
    u128 tail1 = *(const u128 *)(from + count - 32), tail0 = *(const u128 *)(from + count - 16);
    *(u128 *)to = head0, *(u128 *)(to + 16) = head1;
    *(u128 *)(to + count - 32) = tail1, *(u128 *)(to + count - 16) = tail0;
}

/// More than 64 bytes, to a destination that does not begin inside the source. The tail is loaded before the loop can
/// overwrite it.
NOT_BY_ITSELF static inline void copy_upwards(char *to, const char *from, size_t count) {
    char *last = to + count - 64;
    four tail = load_64(from + count - 64);
    for (; to < last; to += 64, from += 64)
        store_64(to, load_64(from));
    store_64(last, tail);
}

/// More than 64 bytes, to a destination that begins inside the source: the mirror image.
NOT_BY_ITSELF static inline void copy_downwards(char *to, const char *from, size_t count) {
    four head = load_64(from);
    for (; count > 64; count -= 64)
        store_64(to + count - 64, load_64(from + count - 64));
    store_64(to, head);
}

NOT_BY_ITSELF void *SWIFTLET_LIBC(memcpy)(void *restrict destination, const void *restrict source, size_t count) {
    return SWIFTLET_LIBC(memmove)(destination, source, count);
}

NOT_BY_ITSELF void *SWIFTLET_LIBC(memmove)(void *destination, const void *source, size_t count) {
    char *to = destination;
    const char *from = source;
    if (count <= 16)
        copy_up_to_16(to, from, count);
    else if (count <= 32)
        COPY_ENDS(u128);
    else if (count <= 64)
        copy_up_to_64(to, from, count);
    else if ((uintptr_t)to - (uintptr_t)from < count)
        copy_downwards(to, from, count);
    // Where operands overlap the string instruction is right too, but goes byte by byte.
    else if (count < REPEAT_MINIMUM || (uintptr_t)from - (uintptr_t)to < count)
        copy_upwards(to, from, count);
    else
        __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(count) : : "memory");
    return destination;
}

NOT_BY_ITSELF void *SWIFTLET_LIBC(memset)(void *destination, int value, size_t count) {
    char *to = destination;
    u64 word = (uint64_t)0x0101010101010101 * (uint8_t)value;
    u128 wide = {word, word};
    if (count >= REPEAT_MINIMUM) {
        __asm__ volatile("rep stosb" : "+D"(to), "+c"(count) : "a"(value) : "memory");
    } else if (count > 64) {
        char *last = to + count - 64;
        for (; to < last; to += 64)
            store_64(to, (four){wide, wide, wide, wide});
        store_64(last, (four){wide, wide, wide, wide});
    } else if (count > 32) {
        *(u128 *)to = wide, *(u128 *)(to + 16) = wide;
        *(u128 *)(to + count - 32) = wide, *(u128 *)(to + count - 16) = wide;
    } else if (count >= 16) {
        *(u128 *)to = wide, *(u128 *)(to + count - 16) = wide;
    } else if (count >= 8) {
        *(u64 *)to = word, *(u64 *)(to + count - 8) = word;
    } else if (count >= 4) {
        *(u32 *)to = (uint32_t)word, *(u32 *)(to + count - 4) = (uint32_t)word;
    } else if (count >= 2) {
        *(u16 *)to = (uint16_t)word, *(u16 *)(to + count - 2) = (uint16_t)word;
    } else if (count == 1) {
        *to = (char)value;
    }
    return destination;
}

/// Compares two words as the bytes that they are in memory.
static inline int order_of(uint64_t left, uint64_t right) {
    left = __builtin_bswap64(left);
    right = __builtin_bswap64(right);
    return (left > right) - (left < right);
}

NOT_BY_ITSELF int SWIFTLET_LIBC(memcmp)(const void *left, const void *right, size_t count) {
    const char *l = left, *r = right;
    if (count >= 8) {
        for (; count > 8; count -= 8, l += 8, r += 8)
            if (*(const u64 *)l != *(const u64 *)r)
                return order_of(*(const u64 *)l, *(const u64 *)r);
        return order_of(*(const u64 *)(l + count - 8), *(const u64 *)(r + count - 8));
    }
    for (; count > 0; count--, l++, r++)
        if (*l != *r)
            return (uint8_t)*l - (uint8_t)*r;
    return 0;
}

int SWIFTLET_LIBC(bcmp)(const void *left, const void *right, size_t count) {
    return SWIFTLET_LIBC(memcmp)(left, right, count);
}

NOT_BY_ITSELF size_t SWIFTLET_LIBC(strlen)(const char *string) {
    const char *end = string;
    while (*end != 0)
        end++;
    return (size_t)(end - string);
}
