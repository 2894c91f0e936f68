/// What no runtime on KVM can be quicker than: the same system calls and copies by the least code that makes them.
#ifndef CFLOORS_H
#define CFLOORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// A VM with one memory slot and one vCPU, whose guest does nothing in ring 3 but leave by one OUT after another, and
/// write to pages before that if it is told to.
typedef struct floor_machine floor_machine;

/// Makes the VM and runs it until its guest's first exit. NULL on failure, with the reason in `errno`.
///
/// Its memory has `memory_size` bytes, a multiple of 2 MiB up to 1 GiB + 2 MiB: the first 2 MiB for the guest itself, few
/// of which are touched, and the others for its data.
floor_machine *_Nullable floor_machine_create(size_t memory_size, bool logs_dirty_pages);

/// A sealed file in memory that holds the guest of a machine with so much memory, and its data: bytes that are not zero.
/// Negative on failure, with the reason in `errno`.
int floor_memory_file(size_t memory_size);

/// As `floor_machine_create` of a machine that logs dirty pages, with such a file mapped privately for its memory.
floor_machine *_Nullable floor_machine_create_from(int file, size_t memory_size);

/// Frees the VM and its memory.
void floor_machine_close(floor_machine *machine);

/// Enters the guest where it left, and waits for its exit, `count` times. False when it leaves in another way.
bool floor_round_trips(floor_machine *machine, uint64_t count);

/// As `floor_round_trips`, with every general register written before each entry and read after it through the page
/// that the process shares with KVM.
bool floor_register_round_trips(floor_machine *machine, uint64_t count);

/// Has the guest spin until `floor_interrupt` ends that.
bool floor_spin(floor_machine *machine);

/// Takes the thread out of the guest that spins, from another thread: by the flag that a later KVM_RUN sees, and by a signal,
/// whose handler does nothing.
void floor_interrupt(floor_machine *machine, int signal);

/// Reads the dirty log of a machine that keeps one, `count` times.
bool floor_read_dirty_log(floor_machine *machine, uint64_t count);

/// Fills the data of a machine that keeps a log, and copies it for restores.
bool floor_prepare_pages(floor_machine *machine);

/// Has the guest write a word into each of the first `count` pages of its data, in one round trip with registers.
bool floor_write_pages(floor_machine *machine, uint64_t count);

/// Has the guest write a word into so many pages of its data, and read one from so many other places of it, each of which
/// takes the guest a page fault that KVM has to serve.
bool floor_touch_pages(floor_machine *machine, uint64_t written, uint64_t read);

/// How many page faults of its guest KVM has served for a vCPU, by its descriptor; negative if KVM does not say.
int64_t floor_guest_faults(int processor);

/// Reads the dirty log, clears it, and copies the pages back that it named: the `count` that the guest wrote.
bool floor_restore_pages(floor_machine *machine, uint64_t count);

/// Copies the first `count` pages of the guest's data back, whether they were written or not: one copy each.
void floor_put_back_pages(floor_machine *machine, uint64_t count);

/// Copies the first `count` bytes of the guest's data back in one go.
void floor_put_back_bytes(floor_machine *machine, size_t count);

/// Reads the dirty log, clears it, and copies each page that it named, the `count` that the guest wrote, into memory
/// allocated for it.
bool floor_keep_pages(floor_machine *machine, uint64_t count);

/// Frees what `floor_keep_pages` allocated.
void floor_drop_pages(floor_machine *machine);

/// Copies `count` pages of 4 KiB, every other one of their memory, as a restore would that finds them dirty.
void floor_copy_pages(void *destination, const void *source, size_t count);

/// Copies bytes, as an argument or a result must be copied once.
void floor_copy_bytes(void *destination, const void *source, size_t count);

/// Copies bytes as `floor_copy_bytes` does, and sets where they went to zero, as a restore must that takes them away.
void floor_copy_and_clear_bytes(void *destination, const void *source, size_t count);

/// Copies bytes into memory that is allocated for them, as a result must be that the caller keeps, and frees it.
void floor_copy_bytes_to_new(const void *source, size_t count);

/// Keeps the compiler from leaving out the work that made what is at `address`.
static inline __attribute__((always_inline)) void floor_use(const void *_Nullable address) {
    __asm__ volatile("" : : "r"(address) : "memory");
}

#pragma clang assume_nonnull end

#endif
