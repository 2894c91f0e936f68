/// The C library's functions (C11, 7.12) that the compiler calls for Swift's floating-point operations where the
/// baseline x86-64 has no instruction for them.
///
/// Results are those of IEEE 754 for every operand, in the default rounding direction. Exception flags are not part of
/// that: some calls raise inexact where the C library would not. There is no `errno`.
#ifndef SWIFTLET_MATH_H
#define SWIFTLET_MATH_H

#include "swiftlet_libc.h"

double SWIFTLET_LIBC(trunc)(double x);
double SWIFTLET_LIBC(floor)(double x);
double SWIFTLET_LIBC(ceil)(double x);
/// To the nearest integer, halfway cases away from zero.
double SWIFTLET_LIBC(round)(double x);
/// To the nearest integer, halfway cases to the even one.
double SWIFTLET_LIBC(rint)(double x);
/// The same as rint.
double SWIFTLET_LIBC(nearbyint)(double x);
double SWIFTLET_LIBC(fabs)(double x);
double SWIFTLET_LIBC(sqrt)(double x);
/// x - n*y for the integer n nearest to x/y on the side of zero.
double SWIFTLET_LIBC(fmod)(double x, double y);
/// x - n*y for the integer n nearest to x/y.
double SWIFTLET_LIBC(remainder)(double x, double y);
/// x*y + z, rounded once.
double SWIFTLET_LIBC(fma)(double x, double y, double z);

float SWIFTLET_LIBC(truncf)(float x);
float SWIFTLET_LIBC(floorf)(float x);
float SWIFTLET_LIBC(ceilf)(float x);
float SWIFTLET_LIBC(roundf)(float x);
float SWIFTLET_LIBC(rintf)(float x);
float SWIFTLET_LIBC(nearbyintf)(float x);
float SWIFTLET_LIBC(fabsf)(float x);
float SWIFTLET_LIBC(sqrtf)(float x);
float SWIFTLET_LIBC(fmodf)(float x, float y);
float SWIFTLET_LIBC(remainderf)(float x, float y);
float SWIFTLET_LIBC(fmaf)(float x, float y, float z);

#endif
