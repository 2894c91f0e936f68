// The ring-3 code that the host maps, read-only, into every sandbox: a vCPU begins here, each call of the guest's code
// enters here and, if all is well, ends here. It is position independent and fills one page.
//
// No state of the processor outlives a call: whatever ring 3 can change is set anew in front of each. So nothing of the
// processor needs to be part of a snapshot, and nothing of an earlier tenant is left in it.
#if defined(__x86_64__) && defined(__ELF__)

#include "CSupervisor.h"

        .section .rodata.swiftlet_entry, "a", @progbits
        .balign 4096
        .globl swiftlet_entry_start, swiftlet_entry_end
        .globl swiftlet_entry_probe, swiftlet_entry_probe_xgetbv, swiftlet_entry_probe_without_xsave
        .globl swiftlet_entry_probed, swiftlet_entry_call, swiftlet_entry_return, swiftlet_entry_park
        .code64
swiftlet_entry_start:

// The first code in ring 3. What the host's KVM says about the processor need not be what ring 3 finds: a
// software-paged KVM lets ring 3 use all of the host's own processor. CPUID is the KVM's word too, where it intercepts
// that: it has been seen to deny an XSAVE that works. So ring 3 tries, and answers in
//   RDI  XCR0, or 0 where XSAVE is off and ring 3 has x87 and SSE alone
//   RSI  the time-stamp counter
//   EAX  SS
swiftlet_entry_probe:
        xor     %ecx, %ecx
swiftlet_entry_probe_xgetbv:
        xgetbv
        shl     $32, %rdx
        or      %rdx, %rax
        mov     %rax, %rdi
        jmp     0f
// Where XGETBV raises #UD, and so XSAVE is off, the host enters here instead.
swiftlet_entry_probe_without_xsave:
        xor     %edi, %edi
0:      rdtsc
        shl     $32, %rdx
        or      %rdx, %rax
        mov     %rax, %rsi
        mov     %ss, %eax
swiftlet_entry_probed:
        outl    %eax, $SWIFTLET_SUPERVISOR_READY_PORT
        ud2

// Calls the function at RDX with RDI and RSI as they are.
//   ECX  SWIFTLET_ENTRY_ flags
//   R8   what SS is to be
swiftlet_entry_call:
        mov     %rdx, %r11
        // First of all, since an earlier tenant may have denied this ring 3 its own memory, which all that follows reads.
        test    $SWIFTLET_ENTRY_HAS_PROTECTION_KEYS, %ecx
        jz      0f
        mov     %ecx, %r12d
        xor     %eax, %eax
        xor     %ecx, %ecx
        xor     %edx, %edx
        wrpkru
        mov     %r12d, %ecx
0:
        // Some AMD processors restore the x87 instruction and data pointers only while an exception is pending; this
        // clears them on all (AMD APM volume 5, FNINIT).
        fninit
        test    $SWIFTLET_ENTRY_HAS_XSAVE, %ecx
        jz      0f
        mov     $-1, %eax
        mov     $-1, %edx
        xrstor  initial_state(%rip)
        jmp     1f
0:      fxrstor initial_state(%rip)
        // Segments are seldom changed, and looking is quicker than loading; loading SS may even cost an exit.
1:      mov     %ds, %eax
        mov     %es, %edx
        or      %edx, %eax
        mov     %fs, %edx
        or      %edx, %eax
        mov     %gs, %edx
        or      %edx, %eax
        jz      2f
        xor     %eax, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     %eax, %fs
        mov     %eax, %gs
        // Where ring 3 cannot write the bases, the descriptors that it can load all have base 0.
2:      test    $SWIFTLET_ENTRY_HAS_FSGSBASE, %ecx
        jz      3f
        xor     %eax, %eax
        wrfsbase %rax
        wrgsbase %rax
3:      mov     %ss, %eax
        cmp     %r8d, %eax
        je      4f
        mov     %r8d, %ss
4:      xor     %eax, %eax
        xor     %edx, %edx
        xor     %ebp, %ebp
        // The supervisor came here by R12.
        xor     %r12d, %r12d
        call    *%r11
        mov     %rax, %rdi
        mov     %rdx, %rsi
        xor     %eax, %eax
swiftlet_entry_return:
        outl    %eax, $SWIFTLET_SUPERVISOR_CALL_RETURN_PORT
        ud2

// Takes a vCPU whose guest is gone to ring 0, where another guest's page tables can be loaded.
swiftlet_entry_park:
        ud2

// The operand of XRSTOR or FXRSTOR (Intel SDM volume 1, section 13.4). The header behind the first 512 bytes names no
// component as present, so XRSTOR puts all that are enabled into their initial state; MXCSR is loaded from here.
// Processors may read an XSAVE area to its end all the same, so it goes on in the pages behind this one.
        .org    swiftlet_entry_start + 4096 - 512 - 64
initial_state:
        .short  0x37f           // x87 control word: all exceptions masked
        .skip   22
        .long   0x1f80          // MXCSR: all exceptions masked
        .skip   512 - 28
        .skip   64
swiftlet_entry_end:

        .section .note.GNU-stack, "", @progbits
#endif
