/// What the floor's VM is made of.
#ifndef FLOOR_MACHINE_H
#define FLOOR_MACHINE_H

#include "CFloors.h"
#include "FloorMemory.h"

struct floor_machine {
    int machine;
    int processor;
    struct kvm_run *run;
    uint8_t *memory;
    size_t memory_size;
    /// KVM's bitmap of dirty pages, if the machine keeps a log.
    uint64_t *log;
    /// What the guest's data was when the machine was prepared.
    uint8_t *copy;
    /// Copies of single pages.
    void **kept;
    size_t kept_count;
    /// The thread whose guest spins, or zero.
    _Atomic int spinning_thread;
};

#endif
