/// How the functions that take the C library's place are named.
///
/// Compilers emit calls to them by their standard names, so a guest must have those. A hosted build, which the tests
/// use, has a C library already and gets the same code under names of its own.
#ifndef SWIFTLET_LIBC_H
#define SWIFTLET_LIBC_H

#if __STDC_HOSTED__
#define SWIFTLET_LIBC(name) swiftlet_##name
#else
#define SWIFTLET_LIBC(name) name
#endif

#endif
