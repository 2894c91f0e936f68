/// The parts of a double (IEEE 754-2019, 3.4).
#ifndef SWIFTLET_FLOATING_POINT_BITS_H
#define SWIFTLET_FLOATING_POINT_BITS_H

#include <stdint.h>

enum {
    /// Explicit bits: a normal number's significand has a leading one besides.
    SIGNIFICAND_BITS = 52,
    EXPONENT_BIAS = 1023,
};

static const uint64_t SIGN = (uint64_t)1 << 63;
static const uint64_t IMPLICIT_ONE = (uint64_t)1 << SIGNIFICAND_BITS;
static const uint64_t SIGNIFICAND = ((uint64_t)1 << SIGNIFICAND_BITS) - 1;

static inline uint64_t bits_of(double x) {
    return ((union { double value; uint64_t bits; }){x}).bits;
}

static inline double from_bits(uint64_t bits) {
    return ((union { uint64_t bits; double value; }){bits}).value;
}

/// The power of two of the leading bit of a normal number; 1024 for infinities and NaNs, -1023 for zeroes and
/// subnormal numbers.
static inline int exponent_of(double x) {
    return (int)(bits_of(x) >> SIGNIFICAND_BITS & 0x7ff) - EXPONENT_BIAS;
}

#endif
