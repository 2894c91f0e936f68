// What the assembly and the C code share.
#ifndef STATE_H
#define STATE_H

/// Bytes of a `secret_state` in front of its XSAVE area, which begins at a multiple of 64.
#define SECRET_STATE_HEADER 192
/// Room for an XSAVE area with every component that processors have so far.
#define SECRET_XSAVE_CAPACITY 16384
/// The XSAVE area's legacy region, behind which its header stands (Intel SDM volume 1, section 13.4).
#define SECRET_LEGACY_SIZE 512

/// What ring 3 can use, as far as it has been found out by trying.
#define SECRET_HAS_XSAVE 1
#define SECRET_HAS_FSGSBASE 2

#ifndef __ASSEMBLER__

#include <stdint.h>

/// All of the processor that ring 3 can read, as it was at one moment.
typedef struct {
    /// RAX, RBX, RCX, RDX, RSI, RDI, RBP, RSP, R8 to R15.
    uint64_t general[16];
    uint64_t flags;
    /// FS and GS; zero where ring 3 cannot ask.
    uint64_t bases[2];
    /// DS, ES, FS, GS, SS and CS.
    uint16_t selectors[6];
    uint32_t padding[7];
    /// What XSAVE or FXSAVE writes, without the bits by which the processor says what it has found in use.
    uint8_t extended[SECRET_XSAVE_CAPACITY] __attribute__((aligned(64)));
} secret_state;

_Static_assert(__builtin_offsetof(secret_state, extended) == SECRET_STATE_HEADER, "State.S relies on it");

#endif

#endif
