// What C cannot say about registers: reads all of them, fills all of them, and leaves with all of them full.
#include "State.h"

// The one data segment of ring 3 (SegmentSelector in HostRuntime).
#define DATA_SELECTOR 0x1b

#define STATE_FLAGS 128
#define STATE_BASES 136
#define STATE_SELECTORS 152

#define WAY_PORT 4
#define WAY_ADDRESS 8
#define WAY_COUNT 16
#define WAY_REPLY_ADDRESS 24
#define WAY_REPLY_LENGTH 32

        .text

// Stores the general registers and then all the rest. Leaves RSP as it was, and clobbers RAX and RDX.
        .macro  capture state
        mov     %rax, \state+0(%rip)
        mov     %rbx, \state+8(%rip)
        mov     %rcx, \state+16(%rip)
        mov     %rdx, \state+24(%rip)
        mov     %rsi, \state+32(%rip)
        mov     %rdi, \state+40(%rip)
        mov     %rbp, \state+48(%rip)
        mov     %rsp, \state+56(%rip)
        mov     %r8, \state+64(%rip)
        mov     %r9, \state+72(%rip)
        mov     %r10, \state+80(%rip)
        mov     %r11, \state+88(%rip)
        mov     %r12, \state+96(%rip)
        mov     %r13, \state+104(%rip)
        mov     %r14, \state+112(%rip)
        mov     %r15, \state+120(%rip)
        pushfq
        popq    \state+STATE_FLAGS(%rip)
        mov     %ds, \state+STATE_SELECTORS(%rip)
        mov     %es, \state+STATE_SELECTORS+2(%rip)
        mov     %fs, \state+STATE_SELECTORS+4(%rip)
        mov     %gs, \state+STATE_SELECTORS+6(%rip)
        mov     %ss, \state+STATE_SELECTORS+8(%rip)
        mov     %cs, \state+STATE_SELECTORS+10(%rip)
        testl   $SECRET_HAS_FSGSBASE, secret_reachable(%rip)
        jz      0f
        rdfsbase %rax
        mov     %rax, \state+STATE_BASES(%rip)
        rdgsbase %rax
        mov     %rax, \state+STATE_BASES+8(%rip)
0:      testl   $SECRET_HAS_XSAVE, secret_reachable(%rip)
        jz      1f
        mov     $-1, %eax
        mov     $-1, %edx
        xsave64 \state+SECRET_STATE_HEADER(%rip)
        // Which components the processor finds in use is its own choice: one in its initial state may be or not.
        movq    $0, \state+SECRET_STATE_HEADER+SECRET_LEGACY_SIZE(%rip)
        jmp     2f
1:      fxsave64 \state+SECRET_STATE_HEADER(%rip)
2:
        .endm

// The entry of the function `state`, which captures before any other code has run.
        .globl  secret_state_entry
        .type   secret_state_entry, @function
secret_state_entry:
        capture secret_state_at_entry
        mov     secret_state_at_entry+32(%rip), %rsi
        mov     secret_state_at_entry+40(%rip), %rdi
        jmp     *secret_state_reply(%rip)
        .size   secret_state_entry, . - secret_state_entry

// Loads what secret_plant has prepared, all but RSP, and goes on at secret_continuation.
        .globl  secret_plant_registers
        .type   secret_plant_registers, @function
secret_plant_registers:
        mov     %rbx, saved+0(%rip)
        mov     %rbp, saved+8(%rip)
        mov     %rsp, saved+16(%rip)
        mov     %r12, saved+24(%rip)
        mov     %r13, saved+32(%rip)
        mov     %r14, saved+40(%rip)
        mov     %r15, saved+48(%rip)
        testl   $SECRET_HAS_XSAVE, secret_reachable(%rip)
        jz      0f
        mov     secret_components(%rip), %eax
        mov     secret_components+4(%rip), %edx
        xrstor64 secret_image(%rip)
        jmp     1f
0:      fxrstor64 secret_image(%rip)
        // The data segment, and null selectors of every privilege: different to the reader, the same to the processor.
1:      mov     $DATA_SELECTOR, %eax
        mov     %eax, %ss
        mov     %eax, %ds
        mov     $2, %eax
        mov     %eax, %es
        mov     $1, %eax
        mov     %eax, %fs
        mov     $3, %eax
        mov     %eax, %gs
        mov     secret_word(%rip), %rax
        testl   $SECRET_HAS_FSGSBASE, secret_reachable(%rip)
        jz      2f
        wrfsbase %rax
        wrgsbase %rax
2:      mov     %rax, %rbx
        mov     %rax, %rcx
        mov     %rax, %rdx
        mov     %rax, %rsi
        mov     %rax, %rdi
        mov     %rax, %rbp
        mov     %rax, %r8
        mov     %rax, %r9
        mov     %rax, %r10
        mov     %rax, %r11
        mov     %rax, %r12
        mov     %rax, %r13
        mov     %rax, %r14
        mov     %rax, %r15
        pushq   secret_flags(%rip)
        popfq
        jmp     *secret_continuation(%rip)
        .size   secret_plant_registers, . - secret_plant_registers

look:   capture secret_state_planted
        // As C expects it.
        pushq   $2
        popfq
        fninit
        ldmxcsr initial_mxcsr(%rip)
        mov     saved+0(%rip), %rbx
        mov     saved+8(%rip), %rbp
        mov     saved+16(%rip), %rsp
        mov     saved+24(%rip), %r12
        mov     saved+32(%rip), %r13
        mov     saved+40(%rip), %r14
        mov     saved+48(%rip), %r15
        ret

return: mov     secret_chosen_way+WAY_REPLY_ADDRESS(%rip), %rax
        mov     secret_chosen_way+WAY_REPLY_LENGTH(%rip), %rdx
        mov     secret_chosen_way+WAY_ADDRESS(%rip), %rsp
        ret

page_fault:
        mov     (%rbx), %rcx
protection_fault:
        hlt
breakpoint:
        int3
single_step:
        nop
floating_point_error:
        fwait
system_call:
        syscall
stack_overflow:
        mov     secret_chosen_way+WAY_ADDRESS(%rip), %rsp
        push    %rax
out:    mov     secret_chosen_way+WAY_PORT(%rip), %edx
        outl    %eax, %dx
        ud2
out_byte:
        mov     secret_chosen_way+WAY_PORT(%rip), %edx
        outb    %al, %dx
        ud2
in:     mov     secret_chosen_way+WAY_PORT(%rip), %edx
        inl     %dx, %eax
        ud2
string_out:
        mov     secret_chosen_way+WAY_PORT(%rip), %edx
        mov     secret_chosen_way+WAY_ADDRESS(%rip), %rsi
        mov     secret_chosen_way+WAY_COUNT(%rip), %rcx
        rep outsl
        ud2
string_in:
        mov     secret_chosen_way+WAY_PORT(%rip), %edx
        mov     secret_chosen_way+WAY_ADDRESS(%rip), %rdi
        mov     secret_chosen_way+WAY_COUNT(%rip), %rcx
        rep insb
        ud2
// Says that it has begun by the word at its address.
spin:   mov     secret_chosen_way+WAY_ADDRESS(%rip), %rbx
        movq    $1, (%rbx)
        mov     %rax, %rbx
0:      pause
        jmp     0b
trap:   ud2

        .section .rodata
        .balign 8
// By secret_exit.
        .globl  secret_continuations
secret_continuations:
        .quad   look, return, trap, page_fault, protection_fault, breakpoint, single_step, floating_point_error
        .quad   system_call, stack_overflow, out, out_byte, in, string_out, string_in, spin
initial_mxcsr:
        .long   0x1f80

        .bss
        .balign 8
saved:  .skip   56

// The record of `state() -> [UInt8]`, as @GuestFunction writes it (FunctionRecord in Wire has the layout). The entry
// is the code above, because code of a compiler would use registers first.
        .section swiftlet_functions, "awR", @progbits
        .balign 8
record: .short  1
        .byte   5
        .byte   0
        .byte   9
        .byte   0
        .short  0
        .ascii  "state"
        .skip   64 - 5 + 32
        .quad   secret_state_entry

        .section .note.GNU-stack, "", @progbits
