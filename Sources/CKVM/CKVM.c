#include "CKVM.h"

#include <errno.h>
#include <stddef.h>
#include <sys/ioctl.h>

_Static_assert(offsetof(struct ckvm_cpuid, entries) == offsetof(struct kvm_cpuid2, entries),
               "ckvm_cpuid must be laid out as the kernel's kvm_cpuid2");

int ckvm_ioctl(int descriptor, enum ckvm_request request, unsigned long argument) {
    int result = ioctl(descriptor, (unsigned long)request, argument);
    return result < 0 ? -errno : result;
}
