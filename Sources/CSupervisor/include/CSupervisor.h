// The ring-0 supervisor as position-independent bytes, to be copied into a sandbox. See Supervisor.S.
#ifndef CSUPERVISOR_H
#define CSUPERVISOR_H

// What Supervisor.S and the host's Swift code must agree on; LayoutTripwireTests compares the two.
#define SWIFTLET_SUPERVISOR_FAULT_PORT 0xf4
#define SWIFTLET_SUPERVISOR_USER_DATA_SELECTOR 0x1b
#define SWIFTLET_SUPERVISOR_USER_CODE_SELECTOR 0x23
#define SWIFTLET_SUPERVISOR_TASK_STATE_SELECTOR 0x28

/// Distance between two exception entry points.
#define SWIFTLET_SUPERVISOR_VECTOR_STRIDE 16
/// Exceptions that the processor defines (Intel SDM volume 3A, section 6.3.1).
#define SWIFTLET_SUPERVISOR_VECTOR_COUNT 32

#ifndef __ASSEMBLER__

#include <stdint.h>

extern const uint8_t swiftlet_supervisor_start[], swiftlet_supervisor_end[];
extern const uint8_t swiftlet_supervisor_boot[], swiftlet_supervisor_vectors[];
extern const uint8_t swiftlet_supervisor_system_call[];

static inline const void *swiftlet_supervisor_bytes(void) { return swiftlet_supervisor_start; }
static inline uint64_t swiftlet_supervisor_size(void) {
    return (uint64_t)(swiftlet_supervisor_end - swiftlet_supervisor_start);
}
static inline uint64_t swiftlet_supervisor_boot_offset(void) {
    return (uint64_t)(swiftlet_supervisor_boot - swiftlet_supervisor_start);
}
static inline uint64_t swiftlet_supervisor_vectors_offset(void) {
    return (uint64_t)(swiftlet_supervisor_vectors - swiftlet_supervisor_start);
}
static inline uint64_t swiftlet_supervisor_system_call_offset(void) {
    return (uint64_t)(swiftlet_supervisor_system_call - swiftlet_supervisor_start);
}

#endif

#endif
