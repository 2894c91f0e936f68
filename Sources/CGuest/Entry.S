// Where the host enters a guest image: once to start it, then once per call.
//
// Each OUT that ends the guest's turn is followed by UD2, because only the
// host decides where the guest goes on.
#if !__STDC_HOSTED__

#include "swiftlet_abi.h"

        .section .note.swiftlet, "a", @note
        .balign 4
        .long   9, 16, 1
        .asciz  "Swiftlet"
        .balign 4
        .long   SWIFTLET_ABI_VERSION, 0
        .quad   swiftlet_dispatch

        .section .text.start, "ax", @progbits
        .globl  _start
        .type   _start, @function
// RDI: the environment block.
_start:
        xor     %ebp, %ebp
        call    swiftlet_runtime_start
        xor     %edi, %edi
        xor     %esi, %esi
        call    main
        call    swiftlet_runtime_started
        xor     %eax, %eax
        outl    %eax, $SWIFTLET_READY_PORT
        ud2
        .size   _start, . - _start

        .type   swiftlet_dispatch, @function
// RDI, RSI: address and length of the FunctionCall; RDX: the function's entry, as its record has it.
swiftlet_dispatch:
        xor     %ebp, %ebp
        call    *%rdx
        mov     %rax, %rdi
        mov     %rdx, %rsi
        xor     %eax, %eax
        outl    %eax, $SWIFTLET_CALL_RETURN_PORT
        ud2
        .size   swiftlet_dispatch, . - swiftlet_dispatch

        .section .note.GNU-stack, "", @progbits
#endif
