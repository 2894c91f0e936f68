// Where a guest image starts, and the note by which the host knows it.
#if !__STDC_HOSTED__

#include "swiftlet_abi.h"

        .section .note.swiftlet, "a", @note
        .balign 4
        .long   9, 4, 1
        .asciz  "Swiftlet"
        .balign 4
        .long   SWIFTLET_ABI_VERSION

        .section .text.start, "ax", @progbits
        .globl  _start
        .type   _start, @function
// Called like a function. RDI: the environment block.
_start:
        sub     $8, %rsp
        call    swiftlet_runtime_start
        xor     %edi, %edi
        xor     %esi, %esi
        call    main
        call    swiftlet_runtime_started
        add     $8, %rsp
        ret
        .size   _start, . - _start
#endif

// Outside of the condition: linkers give a program of which any object lacks it executable stacks, and tests link this one.
        .section .note.GNU-stack, "", @progbits
