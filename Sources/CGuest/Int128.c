#include <stdint.h>

#include "swiftlet_libc.h"

// The compiler's run-time library for 128-bit integers, which Swift's `Int128` and `Duration` need. Only compilers call
// it, so it has no header.

typedef unsigned __int128 wide;

typedef union halves {
    wide whole;
    struct {
        uint64_t low, high;
    };
} halves;

// The shifts are written in halves: the compiler may make a call to them of a shift of the whole.

__int128 SWIFTLET_LIBC(__ashlti3)(__int128 value, int places) {
    halves v = {(wide)value};
    if (places == 0)
        return value;
    halves result = {.low = 0, .high = v.low << (places & 63)};
    if (places < 64) {
        result.low = v.low << places;
        result.high = v.high << places | v.low >> (64 - places);
    }
    return (__int128)result.whole;
}

/// Shifts right, moving in the bits of `sign`, which are all equal.
static __int128 shift_right(__int128 value, int places, uint64_t sign) {
    halves v = {(wide)value};
    if (places == 0)
        return value;
    halves result = {.low = v.high, .high = sign};
    if (places < 64) {
        result.low = v.low >> places | v.high << (64 - places);
        result.high = v.high >> places | sign << (64 - places);
    } else if (places > 64) {
        result.low = v.high >> (places - 64) | sign << (128 - places);
    }
    return (__int128)result.whole;
}

__int128 SWIFTLET_LIBC(__lshrti3)(__int128 value, int places) {
    return shift_right(value, places, 0);
}

__int128 SWIFTLET_LIBC(__ashrti3)(__int128 value, int places) {
    return shift_right(value, places, value < 0 ? UINT64_MAX : 0);
}

/// The processor's division, whose quotient must fit: `divisor` exceeds the high half of `dividend`.
static uint64_t divide_by_half(wide dividend, uint64_t divisor, uint64_t *remainder) {
    halves d = {dividend};
    uint64_t quotient;
    __asm__("divq %4" : "=a"(quotient), "=d"(*remainder) : "0"(d.low), "1"(d.high), "r"(divisor) : "cc");
    return quotient;
}

static wide divide(wide dividend, wide divisor, wide *remainder) {
    halves n = {dividend}, d = {divisor};
    if (d.high == 0) {
        uint64_t rest;
        halves quotient = {.high = n.high / d.low};
        halves carried = {.low = n.low, .high = n.high % d.low};
        quotient.low = divide_by_half(carried.whole, d.low, &rest);
        *remainder = rest;
        return quotient.whole;
    }
    // Dividing by the leading 64 bits of the divisor is at most one too much, so after taking one off it is at most one
    // too little (Warren, Hacker's Delight, 2nd edition, 9-5).
    int shift = __builtin_clzll(d.high);
    halves leading = {divisor << shift};
    uint64_t ignored;
    wide quotient = (wide)divide_by_half(dividend >> 1, leading.high, &ignored) << shift >> 63;
    if (quotient != 0)
        quotient--;
    *remainder = dividend - quotient * divisor;
    if (*remainder >= divisor) {
        *remainder -= divisor;
        quotient++;
    }
    return quotient;
}

static wide magnitude(__int128 value) {
    return value < 0 ? -(wide)value : (wide)value;
}

wide SWIFTLET_LIBC(__udivti3)(wide dividend, wide divisor) {
    wide remainder;
    return divide(dividend, divisor, &remainder);
}

wide SWIFTLET_LIBC(__umodti3)(wide dividend, wide divisor) {
    wide remainder;
    divide(dividend, divisor, &remainder);
    return remainder;
}

__int128 SWIFTLET_LIBC(__divti3)(__int128 dividend, __int128 divisor) {
    wide quotient = SWIFTLET_LIBC(__udivti3)(magnitude(dividend), magnitude(divisor));
    return (__int128)((dividend < 0) == (divisor < 0) ? quotient : -quotient);
}

__int128 SWIFTLET_LIBC(__modti3)(__int128 dividend, __int128 divisor) {
    wide remainder = SWIFTLET_LIBC(__umodti3)(magnitude(dividend), magnitude(divisor));
    return (__int128)(dividend < 0 ? -remainder : remainder);
}
