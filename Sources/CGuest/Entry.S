// Where the host enters a guest image: once to start it, then once per call.
//
// The ports are those of Wire's ExitPort. Each OUT that ends the guest's turn is followed by UD2, because only the
// host decides where the guest goes on.
#if !__STDC_HOSTED__

#define CALL_RETURN_PORT 0xe0
#define READY_PORT 0xf0
#define ABI_VERSION 1

        .section .note.swiftlet, "a", @note
        .balign 4
        .long   9, 16, 1
        .asciz  "Swiftlet"
        .balign 4
        .long   ABI_VERSION, 0
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
        outl    %eax, $READY_PORT
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
        outl    %eax, $CALL_RETURN_PORT
        ud2
        .size   swiftlet_dispatch, . - swiftlet_dispatch

        .section .note.GNU-stack, "", @progbits
#endif
