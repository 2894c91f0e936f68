#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "FloorMachine.h"

enum { CPUID_CAPACITY = 256 };

/// Opened and asked once in the process, as a runtime does.
static struct {
    int descriptor;
    size_t run_size;
    struct kvm_cpuid2 *cpuid;
} kvm = {.descriptor = -1};

static bool open_kvm(void) {
    if (kvm.descriptor >= 0) return true;
    int descriptor = open("/dev/kvm", O_RDWR | O_CLOEXEC);
    if (descriptor < 0) return false;
    int run_size = ioctl(descriptor, KVM_GET_VCPU_MMAP_SIZE, 0);
    struct kvm_cpuid2 *cpuid = calloc(1, sizeof *cpuid + CPUID_CAPACITY * sizeof *cpuid->entries);
    if (cpuid) cpuid->nent = CPUID_CAPACITY;
    if (run_size < 0 || !cpuid || ioctl(descriptor, KVM_GET_SUPPORTED_CPUID, cpuid) < 0) {
        free(cpuid);
        close(descriptor);
        return false;
    }
    kvm.descriptor = descriptor;
    kvm.run_size = (size_t)run_size;
    kvm.cpuid = cpuid;
    return true;
}

static bool prepare_log(floor_machine *self) {
    self->log = calloc(self->memory_size / FLOOR_PAGE / 64, sizeof *self->log);
    if (!self->log) return false;
    // The log is then read without write-protecting what it names.
    struct kvm_enable_cap manual = {
        .cap = KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2, .args = {KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE}};
    return ioctl(self->machine, KVM_ENABLE_CAP, &manual) == 0;
}

/// Maps the memory: of its own, or privately of a file that holds the guest.
static bool map_memory(floor_machine *self, int file) {
    int flags = MAP_PRIVATE | MAP_NORESERVE | (file < 0 ? MAP_ANONYMOUS : 0);
    void *memory = mmap(NULL, self->memory_size, PROT_READ | PROT_WRITE, flags, file, 0);
    if (memory == MAP_FAILED) return false;
    self->memory = memory;
    if (file < 0) floor_memory_fill(self->memory, self->memory_size);
    return true;
}

static bool add_slot(floor_machine *self, bool logs_dirty_pages) {
    if (logs_dirty_pages && !prepare_log(self)) return false;
    struct kvm_userspace_memory_region slot = {
        .flags = logs_dirty_pages ? KVM_MEM_LOG_DIRTY_PAGES : 0,
        .memory_size = self->memory_size,
        .userspace_addr = (uint64_t)self->memory,
    };
    return ioctl(self->machine, KVM_SET_USER_MEMORY_REGION, &slot) == 0;
}

/// Flat segments (Intel SDM volume 3A, section 3.4.5), paged 64-bit mode with SSE, ring 0.
static bool set_system_registers(floor_machine *self) {
    struct kvm_sregs state;
    if (ioctl(self->processor, KVM_GET_SREGS, &state) < 0) return false;
    struct kvm_segment data = {
        .limit = 0xffffffff, .selector = FLOOR_KERNEL_DATA, .type = 3, .present = 1, .s = 1, .db = 1, .g = 1};
    struct kvm_segment code = data;
    code.selector = FLOOR_KERNEL_CODE;
    code.type = 11;
    code.db = 0;
    code.l = 1;
    state.cs = code;
    state.ds = state.es = state.fs = state.gs = state.ss = data;
    state.cr0 = 1u << 31 | 1 << 16 | 1 << 5 | 1 << 4 | 1 << 1 | 1 << 0;  // PG WP NE ET MP PE
    state.cr3 = FLOOR_PAGE_TABLES;
    state.cr4 = 1 << 10 | 1 << 9 | 1 << 5;    // OSXMMEXCPT OSFXSR PAE
    state.efer = 1 << 11 | 1 << 10 | 1 << 8;  // NXE LMA LME
    return ioctl(self->processor, KVM_SET_SREGS, &state) == 0;
}

static bool set_processor(floor_machine *self) {
    self->processor = ioctl(self->machine, KVM_CREATE_VCPU, 0);
    if (self->processor < 0) return false;
    void *run = mmap(NULL, kvm.run_size, PROT_READ | PROT_WRITE, MAP_SHARED, self->processor, 0);
    if (run == MAP_FAILED) return false;
    self->run = run;
    if (ioctl(self->processor, KVM_SET_CPUID2, kvm.cpuid) < 0 || !set_system_registers(self)) return false;
    self->run->s.regs.regs = (struct kvm_regs){
        .rip = FLOOR_BOOT, .rsp = FLOOR_STACK_TOP, .rflags = 2, .rdi = FLOOR_DESCRIPTORS_POINTER, .rsi = FLOOR_LOOP};
    self->run->kvm_dirty_regs = KVM_SYNC_X86_REGS;
    return true;
}

/// One KVM_RUN, which must end with the guest's OUT.
static inline bool round_trip(floor_machine *self) {
    while (ioctl(self->processor, KVM_RUN, 0) < 0) {
        if (errno != EINTR) return false;
    }
    if (self->run->exit_reason == KVM_EXIT_IO && self->run->io.port == FLOOR_PORT) return true;
    errno = EPROTO;
    return false;
}

static floor_machine *create(size_t memory_size, int file, bool logs_dirty_pages) {
    if (!open_kvm()) return NULL;
    floor_machine *self = calloc(1, sizeof *self);
    if (!self) return NULL;
    self->processor = -1;
    self->memory_size = memory_size;
    self->machine = ioctl(kvm.descriptor, KVM_CREATE_VM, 0);
    if (self->machine >= 0 && map_memory(self, file) && add_slot(self, logs_dirty_pages) && set_processor(self) &&
        round_trip(self)) {
        return self;
    }
    int reason = errno;
    floor_machine_close(self);
    errno = reason;
    return NULL;
}

floor_machine *floor_machine_create(size_t memory_size, bool logs_dirty_pages) {
    return create(memory_size, -1, logs_dirty_pages);
}

floor_machine *floor_machine_create_from(int file, size_t memory_size) {
    return create(memory_size, file, true);
}

void floor_machine_close(floor_machine *self) {
    if (self->run) munmap(self->run, kvm.run_size);
    if (self->processor >= 0) close(self->processor);
    if (self->machine >= 0) close(self->machine);
    if (self->memory) munmap(self->memory, self->memory_size);
    free(self->log);
    floor_drop_pages(self);
    free(self->kept);
    free(self->copy);
    free(self);
}

bool floor_round_trips(floor_machine *self, uint64_t count) {
    self->run->kvm_valid_regs = 0;
    for (; count > 0; count--) {
        if (!round_trip(self)) return false;
    }
    return true;
}

/// As a round trip, with these registers before and others after it.
static inline bool register_round_trip(floor_machine *self, const struct kvm_regs *registers) {
    self->run->s.regs.regs = *registers;
    self->run->kvm_dirty_regs = KVM_SYNC_X86_REGS;
    if (!round_trip(self)) return false;
    struct kvm_regs result = self->run->s.regs.regs;
    floor_use(&result);
    return true;
}

bool floor_register_round_trips(floor_machine *self, uint64_t count) {
    self->run->kvm_valid_regs = KVM_SYNC_X86_REGS;
    struct kvm_regs registers = {.rip = FLOOR_LOOP, .rsp = FLOOR_STACK_TOP, .rflags = 2};
    for (; count > 0; count--) {
        if (!register_round_trip(self, &registers)) return false;
    }
    return true;
}

bool floor_write_pages(floor_machine *self, uint64_t count) { return floor_touch_pages(self, count, 0); }

bool floor_touch_pages(floor_machine *self, uint64_t written, uint64_t read) {
    self->run->kvm_valid_regs = KVM_SYNC_X86_REGS;
    // Behind the block of the last page that is written.
    uint64_t first_read = FLOOR_DATA_ADDRESS + (written * FLOOR_PAGE / FLOOR_READ_STRIDE + 1) * FLOOR_READ_STRIDE;
    struct kvm_regs registers = {
        .rip = FLOOR_LOOP, .rsp = FLOOR_STACK_TOP, .rflags = 2, .rdi = FLOOR_DATA_ADDRESS, .rcx = written,
        .rsi = first_read, .rdx = read};
    return register_round_trip(self, &registers);
}

bool floor_read_dirty_log(floor_machine *self, uint64_t count) {
    for (; count > 0; count--) {
        struct kvm_dirty_log log = {.dirty_bitmap = self->log};
        if (ioctl(self->machine, KVM_GET_DIRTY_LOG, &log) < 0) return false;
    }
    return true;
}
