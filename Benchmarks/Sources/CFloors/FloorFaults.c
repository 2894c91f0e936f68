#include <linux/kvm.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "CFloors.h"

/// Where a statistic is in a file of KVM's statistics (Documentation/virt/kvm/api.rst, 4.133); negative if it is not there.
static off_t find(int statistics, const char *name) {
    struct kvm_stats_header header;
    if (pread(statistics, &header, sizeof header, 0) != sizeof header) return -1;
    struct kvm_stats_desc *entry = malloc(sizeof *entry + header.name_size);
    if (!entry) return -1;
    size_t size = sizeof *entry + header.name_size;
    off_t found = -1;
    for (uint32_t index = 0; index < header.num_desc && found < 0; index++) {
        if (pread(statistics, entry, size, (off_t)(header.desc_offset + index * size)) != (ssize_t)size) break;
        if (strncmp(entry->name, name, header.name_size) == 0) found = (off_t)header.data_offset + entry->offset;
    }
    free(entry);
    return found;
}

int64_t floor_guest_faults(int processor) {
    int statistics = ioctl(processor, KVM_GET_STATS_FD, 0);
    if (statistics < 0) return -1;
    int64_t count = -1;
    off_t place = find(statistics, "pf_taken");
    if (place >= 0 && pread(statistics, &count, sizeof count, place) != sizeof count) count = -1;
    close(statistics);
    return count;
}
