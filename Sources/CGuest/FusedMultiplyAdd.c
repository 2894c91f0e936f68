#include <stdbool.h>

#include "FloatingPointBits.h"
#include "swiftlet_math.h"

// Products and sums are formed exactly, as integers, and rounded to odd where they are cut off: a bit lost below sets
// the lowest bit that stays. A later rounding to at least two bits fewer is then as good as one of the exact value
// (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums", IEEE Transactions on Computers 57, 2008).

typedef unsigned __int128 wide;

/// The number `significand` * 2^`exponent`, with its sign.
typedef struct number {
    bool is_negative;
    int exponent;
    wide significand;
} number;

static wide shift_right_to_odd(wide value, int places) {
    if (places >= 128)
        return value != 0;
    wide lost = value & (((wide)1 << places) - 1);
    return value >> places | (lost != 0);
}

static int leading_zeros(wide value) {
    uint64_t high = (uint64_t)(value >> 64);
    return high != 0 ? __builtin_clzll(high) : 64 + __builtin_clzll((uint64_t)value);
}

/// A finite double other than zero, its leading bit moved to bit 52.
static number decompose(double x) {
    number result = {bits_of(x) & SIGN, exponent_of(x) - SIGNIFICAND_BITS, bits_of(x) & SIGNIFICAND};
    if (exponent_of(x) != -EXPONENT_BIAS) {
        result.significand |= IMPLICIT_ONE;
        return result;
    }
    int shift = leading_zeros(result.significand) - (127 - SIGNIFICAND_BITS);
    result.significand <<= shift;
    result.exponent += 1 - shift;
    return result;
}

/// Two to the power of `exponent`, which must be that of a normal number.
static double power_of_two(int exponent) {
    return from_bits((uint64_t)(exponent + EXPONENT_BIAS) << SIGNIFICAND_BITS);
}

/// The nearest double to a number other than zero.
static double round_to_double(number x) {
    // 63 bits, the leading one set, for the conversion from Int64 to round.
    int shift = leading_zeros(x.significand);
    int64_t significand = (int64_t)shift_right_to_odd(x.significand << shift, 65);
    int exponent = x.exponent - shift + 65;
    double result;
    int lowest = 1 - EXPONENT_BIAS - 62;
    if (exponent >= lowest) {
        result = (double)significand;
    } else {
        // A subnormal result has fewer bits. A leading one in front of them makes the conversion round at the right
        // place, and goes away exactly.
        significand = (int64_t)shift_right_to_odd((wide)significand, lowest - exponent);
        result = (double)(significand + ((int64_t)1 << 62)) - 0x1p62;
        exponent = lowest;
    }
    // Two factors, since one could be out of range; only the second can meet the limits of the result.
    int half = exponent / 2;
    result = result * power_of_two(half) * power_of_two(exponent - half);
    return x.is_negative ? -result : result;
}

/// The sum of two numbers whose leading bits are at 124 or 125, which leaves room below for what alignment shifts out.
static number add(number a, number b) {
    if (a.exponent < b.exponent) {
        number other = a;
        a = b;
        b = other;
    }
    b.significand = shift_right_to_odd(b.significand, a.exponent - b.exponent);
    if (a.is_negative == b.is_negative) {
        a.significand += b.significand;
    } else if (a.significand >= b.significand) {
        a.significand -= b.significand;
    } else {
        a.significand = b.significand - a.significand;
        a.is_negative = b.is_negative;
    }
    return a;
}

static bool is_finite(double x) {
    return exponent_of(x) <= EXPONENT_BIAS;
}

double SWIFTLET_LIBC(fma)(double x, double y, double z) {
    // Where a factor is zero or not finite, so is the product, exactly.
    if (x == 0 || y == 0 || !is_finite(x) || !is_finite(y))
        return x * y + z;
    if (!is_finite(z))
        return z;
    if (z == 0)
        return x * y;
    number left = decompose(x), right = decompose(y), addend = decompose(z);
    number product = {
        left.is_negative != right.is_negative,
        left.exponent + right.exponent - 20,
        left.significand * right.significand << 20,
    };
    addend.exponent -= 73;
    addend.significand <<= 73;
    number sum = add(product, addend);
    return sum.significand == 0 ? 0 : round_to_double(sum);
}

float SWIFTLET_LIBC(fmaf)(float x, float y, float z) {
    // The product is exact: 24 and 24 bits make 48. The sum is not; its error is (Knuth, vol. 2, 4.2.2, theorem B).
    double product = (double)x * y;
    double sum = product + z;
    double added = sum - product;
    double error = (product - (sum - added)) + (z - added);
    if (!is_finite(sum) || error == 0 || bits_of(sum) & 1)
        return (float)sum;
    bool grows = (error > 0) == (sum > 0);
    return (float)from_bits(grows ? bits_of(sum) + 1 : bits_of(sum) - 1);
}
