/// The floor's guest, which is position independent: bytes to copy into its memory.
#ifndef FLOOR_GUEST_H
#define FLOOR_GUEST_H

#define FLOOR_PAGE 4096
/// Between two places that the guest reads: a shadow-paging KVM may map 8 pages at one fault, so nearer places would not
/// be faults of their own. The kernel maps 16 pages of a file at one, so every other of them is one of the kernel's too.
#define FLOOR_READ_STRIDE 32768
#define FLOOR_PORT 0xe0
#define FLOOR_KERNEL_CODE 0x08
#define FLOOR_KERNEL_DATA 0x10
#define FLOOR_USER_DATA 0x1b
#define FLOOR_USER_CODE 0x23
#define FLOOR_TASK_STATE 0x28

#ifndef __ASSEMBLER__
/// Ring 0. RDI: the GDT's pseudo-descriptor; RSI: the first ring-3 instruction.
extern const unsigned char floor_boot_start[], floor_boot_end[];
/// Ring 3. A part of it spins.
extern const unsigned char floor_loop_start[], floor_spin_start[], floor_loop_end[];
#endif

#endif
