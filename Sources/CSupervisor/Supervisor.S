// All code that ever runs in ring 0 of a sandbox. It is position independent: the host copies these bytes into a
// page that ring 3 can neither read, write nor execute, and builds the tables that it loads (HostRuntime/Supervisor).
//
// Kept to tens of instructions on every path: a software-paged KVM interprets ring 0 at about 0.65 µs each.
#if defined(__x86_64__) && defined(__ELF__)

#include "CSupervisor.h"

#define MSR_LSTAR 0xc0000082
#define USER_FLAGS 0x2

        .section .rodata.swiftlet_supervisor, "a", @progbits
        .balign 4096
        .globl swiftlet_supervisor_start, swiftlet_supervisor_end
        .globl swiftlet_supervisor_boot, swiftlet_supervisor_boot_timed, swiftlet_supervisor_leave
        .globl swiftlet_supervisor_vectors, swiftlet_supervisor_system_call
        .code64
swiftlet_supervisor_start:

// The first instruction of a new vCPU. The host passes
//   R8  GDT pseudo-descriptor, R9 IDT pseudo-descriptor, R10 address of the system-call stub,
//   R11 first ring-3 instruction, R12 ring-3 stack top, R13 root of the page tables.
swiftlet_supervisor_boot:
        lgdt    (%r8)
        lidt    (%r9)
load_task_state:
        mov     $SWIFTLET_SUPERVISOR_TASK_STATE_SELECTOR, %ax
        ltr     %ax
        // SYSCALL is disabled (EFER.SCE = 0). A software-paged KVM jumps to LSTAR all the same, so LSTAR names a
        // stub that reports it as the #UD that hardware raises.
        mov     $MSR_LSTAR, %ecx
        mov     %r10, %rax
        mov     %r10, %rdx
        shr     $32, %rdx
        wrmsr
// Drops to ring 3 at R11 with the stack at R12, the page tables at R13 and all other registers as they are: the end of the
// boot, and the way back for a vCPU that stopped in ring 0. All page tables have the supervisor in the same places, so
// the next instruction is there whatever the guest that it was of.
swiftlet_supervisor_leave:
        mov     %r13, %cr3
        xor     %r13d, %r13d
        pushq   $SWIFTLET_SUPERVISOR_USER_DATA_SELECTOR
        pushq   %r12
        pushq   $USER_FLAGS
        pushq   $SWIFTLET_SUPERVISOR_USER_CODE_SELECTOR
        pushq   %r11
        iretq

        .macro  time_stamp_counter destination
        rdtsc
        shl     $32, %rdx
        or      %rdx, %rax
        mov     %rax, \destination
        .endm

// The same beginning, for a host that wants to know how long it takes: the time-stamp counter at first, after LGDT and after
// LIDT arrives in ring 3 in R14, R8 and R9. Registers, since ring 0 writes no memory that ring 3 could have prepared.
swiftlet_supervisor_boot_timed:
        time_stamp_counter %r14
        lgdt    (%r8)
        time_stamp_counter %r8
        lidt    (%r9)
        time_stamp_counter %r9
        jmp     load_task_state

// SYSCALL leaves the ring-3 instruction pointer in RCX and stays on the ring-3 stack, which must not be touched.
swiftlet_supervisor_system_call:
        mov     $6, %eax
        outl    %eax, $SWIFTLET_SUPERVISOR_FAULT_PORT
0:      jmp     0b

// One entry per exception. Those for which the processor pushes no error code push a zero, so that every frame is
//   RSP + 0 CR2, + 8 RAX, + 16 vector, + 24 error code, + 32 RIP, + 40 CS, + 48 RFLAGS, + 56 RSP, + 64 SS.
        .balign 16
swiftlet_supervisor_vectors:
        .set    vector, 0
        .rept   32
        .balign SWIFTLET_SUPERVISOR_VECTOR_STRIDE
        // 8 #DF, 10 #TS, 11 #NP, 12 #SS, 13 #GP, 14 #PF, 17 #AC, 21 #CP, 29 #VC, 30 #SX push one.
        .if !((vector == 8) | ((vector >= 10) & (vector <= 14)) | (vector == 17) | (vector == 21) | (vector == 29) | (vector == 30))
        pushq   $0
        .endif
        pushq   $vector
        jmp     report
        .set    vector, vector + 1
        .endr

        .balign 16
report:
        pushq   %rax
        mov     %cr2, %rax
        pushq   %rax
        xor     %eax, %eax
        outl    %eax, $SWIFTLET_SUPERVISOR_FAULT_PORT
0:      jmp     0b

        .balign 4096
swiftlet_supervisor_end:

        .section .note.GNU-stack, "", @progbits
#endif
