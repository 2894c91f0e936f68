#define _GNU_SOURCE
#include "CKVM.h"

#include <cpuid.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/auxv.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

_Static_assert(offsetof(struct ckvm_cpuid, entries) == offsetof(struct kvm_cpuid2, entries),
               "ckvm_cpuid must be laid out as the kernel's kvm_cpuid2");
_Static_assert(offsetof(struct ckvm_msr_list, numbers) == offsetof(struct kvm_msr_list, indices),
               "ckvm_msr_list must be laid out as the kernel's kvm_msr_list");
_Static_assert(offsetof(struct ckvm_msrs, entries) == offsetof(struct kvm_msrs, entries),
               "ckvm_msrs must be laid out as the kernel's kvm_msrs");

int ckvm_ioctl(int descriptor, enum ckvm_request request, unsigned long argument) {
    int result = ioctl(descriptor, (unsigned long)request, argument);
    return result < 0 ? -errno : result;
}

int ckvm_interruptible_thread(int number) {
    static __thread int thread;
    if (thread == 0) {
        sigset_t signals;
        sigemptyset(&signals);
        sigaddset(&signals, number);
        pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
        thread = (int)syscall(SYS_gettid);
    }
    return thread;
}

void ckvm_set_immediate_exit(struct kvm_run *run, bool is_set) {
    __atomic_store_n(&run->immediate_exit, is_set, __ATOMIC_RELAXED);
}

int ckvm_processor_count(void) {
    cpu_set_t processors;
    // The kernel refuses where there are more processors than this set has room for.
    if (sched_getaffinity(0, sizeof processors, &processors) < 0) { return CPU_SETSIZE; }
    return CPU_COUNT(&processors);
}

void ckvm_name_thread(const char *name) {
    prctl(PR_SET_NAME, name);
}

bool ckvm_host_writes_segment_bases(void) {
    // linux/arch/x86/include/uapi/asm/hwcap2.h
    return getauxval(AT_HWCAP2) & 1 << 1;
}

bool ckvm_host_has_protection_keys(void) {
    // OSPKE, which is CR4.PKE (Intel SDM volume 2A, CPUID).
    unsigned eax, ebx, ecx, edx;
    return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) && ecx & 1 << 4;
}

int ckvm_signal(int thread, int number) {
    return syscall(SYS_tgkill, getpid(), thread, number) < 0 ? -errno : 0;
}
