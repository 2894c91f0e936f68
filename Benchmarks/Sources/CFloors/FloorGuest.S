#include "FloorGuest.h"

        .section .rodata.floor_guest, "a", @progbits
        .code64
        .globl  floor_boot_start, floor_boot_end, floor_loop_start, floor_spin_start, floor_loop_end

// The task register is loaded here, not by the host: a task state segment that is already busy keeps some
// hypervisors from reading the I/O permission bitmap.
floor_boot_start:
        lgdt    (%rdi)
        mov     $FLOOR_TASK_STATE, %ax
        ltr     %ax
        pushq   $FLOOR_USER_DATA
        pushq   $0
        pushq   $0x2
        pushq   $FLOOR_USER_CODE
        pushq   %rsi
        iretq
floor_boot_end:

// RCX: how many pages to write to before the first OUT; RDI: the first of them. RDX: how many places to read from after
// that; RSI: the first of them.
// It does not begin with its OUT: the host may set RIP to an OUT that KVM has yet to finish.
floor_loop_start:
        jrcxz   2f
1:      movq    %rcx, (%rdi)
        addq    $FLOOR_PAGE, %rdi
        decq    %rcx
        jnz     1b
2:      testq   %rdx, %rdx
        jz      4f
3:      movq    (%rsi), %rax
        addq    $FLOOR_READ_STRIDE, %rsi
        decq    %rdx
        jnz     3b
4:      outl    %eax, $FLOOR_PORT
        jmp     4b
// Never leaves.
floor_spin_start:
        jmp     floor_spin_start
floor_loop_end:

        .section .note.GNU-stack, "", @progbits
