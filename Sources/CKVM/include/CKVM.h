// The kernel's KVM interface as Swift can import it: ioctl() is variadic and the request numbers are
// function-like macros, so both need a name of their own here. The structures come from <linux/kvm.h> unchanged.
#ifndef CKVM_H
#define CKVM_H

#include <linux/kvm.h>
#include <stdbool.h>

enum ckvm_request {
    CKVM_GET_API_VERSION = KVM_GET_API_VERSION,
    CKVM_CREATE_VM = KVM_CREATE_VM,
    CKVM_CHECK_EXTENSION = KVM_CHECK_EXTENSION,
    CKVM_GET_VCPU_MMAP_SIZE = KVM_GET_VCPU_MMAP_SIZE,
    CKVM_GET_SUPPORTED_CPUID = KVM_GET_SUPPORTED_CPUID,
    CKVM_CREATE_VCPU = KVM_CREATE_VCPU,
    CKVM_SET_USER_MEMORY_REGION = KVM_SET_USER_MEMORY_REGION,
    CKVM_ENABLE_CAP = KVM_ENABLE_CAP,
    CKVM_GET_DIRTY_LOG = KVM_GET_DIRTY_LOG,
    CKVM_CLEAR_DIRTY_LOG = KVM_CLEAR_DIRTY_LOG,
    CKVM_RUN = KVM_RUN,
    CKVM_GET_SREGS = KVM_GET_SREGS,
    CKVM_SET_SREGS = KVM_SET_SREGS,
    CKVM_SET_CPUID2 = KVM_SET_CPUID2,
    CKVM_SET_VCPU_EVENTS = KVM_SET_VCPU_EVENTS,
    CKVM_GET_TSC_KHZ = KVM_GET_TSC_KHZ,
    CKVM_GET_DEVICE_ATTR = KVM_GET_DEVICE_ATTR,
    CKVM_GET_DEBUGREGS = KVM_GET_DEBUGREGS,
    CKVM_GET_MSRS = KVM_GET_MSRS,
    CKVM_GET_MSR_INDEX_LIST = KVM_GET_MSR_INDEX_LIST,
    CKVM_GET_XCRS = KVM_GET_XCRS,
};

/// One ioctl: its result, or the negated errno.
int ckvm_ioctl(int descriptor, enum ckvm_request request, unsigned long argument);

/// The calling thread's kernel identifier. The first use by a thread makes system calls: it also lets the thread
/// receive `number`, which threads of a pool block like every other signal.
int ckvm_interruptible_thread(int number);

/// Sends `number` to a thread of this process: zero, or the negated errno when there is no such thread any more.
int ckvm_signal(int thread, int number);

/// Has KVM_RUN return at once, or no longer. Several threads may do that at a time.
void ckvm_set_immediate_exit(struct kvm_run *run, bool is_set);

/// How many processors the calling thread may use (sched_getaffinity(2)), at least 1.
int ckvm_processor_count(void);

/// Names the calling thread, in at most 15 bytes, for those who look at the process.
void ckvm_name_thread(const char *name);

/// Whether the kernel lets processes of this host use WRFSBASE and WRGSBASE (HWCAP2_FSGSBASE).
bool ckvm_host_writes_segment_bases(void);

/// Whether the kernel lets processes of this host use RDPKRU and WRPKRU (CR4.PKE).
bool ckvm_host_has_protection_keys(void);

#define CKVM_CPUID_CAPACITY 256

/// struct kvm_cpuid2 ends in a flexible array, which Swift cannot size.
struct ckvm_cpuid {
    __u32 count;
    __u32 padding;
    struct kvm_cpuid_entry2 entries[CKVM_CPUID_CAPACITY];
};

#define CKVM_MSR_CAPACITY 512

/// struct kvm_msr_list, for the same reason.
struct ckvm_msr_list {
    __u32 count;
    __u32 numbers[CKVM_MSR_CAPACITY];
};

/// struct kvm_msrs, for the same reason.
struct ckvm_msrs {
    __u32 count;
    __u32 padding;
    struct kvm_msr_entry entries[CKVM_MSR_CAPACITY];
};

#endif
