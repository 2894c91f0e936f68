#include "swiftlet_math.h"

#include "FloatingPointBits.h"

double SWIFTLET_LIBC(trunc)(double x) {
    int exponent = exponent_of(x);
    if (exponent < 0)
        return from_bits(bits_of(x) & SIGN);
    if (exponent >= SIGNIFICAND_BITS)
        return x;
    return from_bits(bits_of(x) & ~(SIGNIFICAND >> exponent));
}

double SWIFTLET_LIBC(floor)(double x) {
    double truncated = SWIFTLET_LIBC(trunc)(x);
    return truncated > x ? truncated - 1 : truncated;
}

double SWIFTLET_LIBC(ceil)(double x) {
    double truncated = SWIFTLET_LIBC(trunc)(x);
    return truncated < x ? truncated + 1 : truncated;
}

double SWIFTLET_LIBC(round)(double x) {
    double truncated = SWIFTLET_LIBC(trunc)(x);
    // The difference is exact, so unlike floor(x + 0.5) this is right just below a half and above 2^52.
    if (__builtin_fabs(x - truncated) >= 0.5)
        return truncated + __builtin_copysign(1, x);
    return truncated;
}

double SWIFTLET_LIBC(rint)(double x) {
    if (exponent_of(x) >= SIGNIFICAND_BITS)
        return x;
    // From 2^52 to 2^53 doubles are the integers, so the addition rounds to one, and the subtraction is exact.
    double integers = __builtin_copysign(0x1p52, x);
    return __builtin_copysign(x + integers - integers, x);
}

double SWIFTLET_LIBC(nearbyint)(double x) {
    return SWIFTLET_LIBC(rint)(x);
}

double SWIFTLET_LIBC(fabs)(double x) {
    return __builtin_fabs(x);
}

double SWIFTLET_LIBC(sqrt)(double x) {
    return __builtin_elementwise_sqrt(x);
}

// The x87 instructions are exact (Intel SDM, volume 2, FPREM): the result of doubles is a double. Each step takes at
// most 63 off the difference of the exponents and sets C2, bit 10 of the status word, while there is more to do.

double SWIFTLET_LIBC(fmod)(double x, double y) {
    long double result = x;
    __asm__("0: fprem; fnstsw %%ax; testb $4, %%ah; jnz 0b" : "+t"(result) : "u"((long double)y) : "ax", "cc");
    return (double)result;
}

double SWIFTLET_LIBC(remainder)(double x, double y) {
    long double result = x;
    __asm__("0: fprem1; fnstsw %%ax; testb $4, %%ah; jnz 0b" : "+t"(result) : "u"((long double)y) : "ax", "cc");
    return (double)result;
}

// Going through double changes nothing here: widening loses no bit, an integer no larger than a float is a float, and a
// remainder of floats is a multiple of a float's last place.

float SWIFTLET_LIBC(truncf)(float x) {
    return (float)SWIFTLET_LIBC(trunc)(x);
}

float SWIFTLET_LIBC(floorf)(float x) {
    return (float)SWIFTLET_LIBC(floor)(x);
}

float SWIFTLET_LIBC(ceilf)(float x) {
    return (float)SWIFTLET_LIBC(ceil)(x);
}

float SWIFTLET_LIBC(roundf)(float x) {
    return (float)SWIFTLET_LIBC(round)(x);
}

float SWIFTLET_LIBC(rintf)(float x) {
    return (float)SWIFTLET_LIBC(rint)(x);
}

float SWIFTLET_LIBC(nearbyintf)(float x) {
    return (float)SWIFTLET_LIBC(nearbyint)(x);
}

float SWIFTLET_LIBC(fmodf)(float x, float y) {
    return (float)SWIFTLET_LIBC(fmod)(x, y);
}

float SWIFTLET_LIBC(remainderf)(float x, float y) {
    return (float)SWIFTLET_LIBC(remainder)(x, y);
}

float SWIFTLET_LIBC(fabsf)(float x) {
    return __builtin_fabsf(x);
}

float SWIFTLET_LIBC(sqrtf)(float x) {
    return __builtin_elementwise_sqrt(x);
}
