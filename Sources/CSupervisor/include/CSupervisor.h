// The ring-0 supervisor and the ring-3 entry code as position-independent bytes, to be copied into a sandbox. See
// Supervisor.S and EntryCode.S.
#ifndef CSUPERVISOR_H
#define CSUPERVISOR_H

// What the assembly and the host's Swift code must agree on; LayoutTripwireTests compares the two.
#define SWIFTLET_SUPERVISOR_CALL_RETURN_PORT 0xe0
#define SWIFTLET_SUPERVISOR_READY_PORT 0xf0
#define SWIFTLET_SUPERVISOR_FAULT_PORT 0xf4
#define SWIFTLET_SUPERVISOR_USER_DATA_SELECTOR 0x1b
#define SWIFTLET_SUPERVISOR_USER_CODE_SELECTOR 0x23
#define SWIFTLET_SUPERVISOR_TASK_STATE_SELECTOR 0x28

/// Distance between two exception entry points.
#define SWIFTLET_SUPERVISOR_VECTOR_STRIDE 16
/// Exceptions that the processor defines (Intel SDM volume 3A, section 6.3.1).
#define SWIFTLET_SUPERVISOR_VECTOR_COUNT 32

/// The entry code may use XRSTOR.
#define SWIFTLET_ENTRY_HAS_XSAVE 1
/// The entry code may use WRFSBASE and WRGSBASE.
#define SWIFTLET_ENTRY_HAS_FSGSBASE 2
/// The entry code may use WRPKRU.
#define SWIFTLET_ENTRY_HAS_PROTECTION_KEYS 4

#ifndef __ASSEMBLER__

#include <stdint.h>

extern const uint8_t swiftlet_supervisor_start[], swiftlet_supervisor_end[];
extern const uint8_t swiftlet_supervisor_boot[], swiftlet_supervisor_boot_timed[];
extern const uint8_t swiftlet_supervisor_leave[], swiftlet_supervisor_vectors[];
extern const uint8_t swiftlet_supervisor_system_call[];
extern const uint8_t swiftlet_entry_start[], swiftlet_entry_end[];
extern const uint8_t swiftlet_entry_probe[], swiftlet_entry_probe_xgetbv[], swiftlet_entry_probe_without_xsave[];
extern const uint8_t swiftlet_entry_probed[], swiftlet_entry_call[], swiftlet_entry_return[];
extern const uint8_t swiftlet_entry_park[];

static inline const void *swiftlet_supervisor_bytes(void) { return swiftlet_supervisor_start; }
static inline uint64_t swiftlet_supervisor_size(void) {
    return (uint64_t)(swiftlet_supervisor_end - swiftlet_supervisor_start);
}
static inline uint64_t swiftlet_supervisor_boot_offset(void) {
    return (uint64_t)(swiftlet_supervisor_boot - swiftlet_supervisor_start);
}
static inline uint64_t swiftlet_supervisor_boot_timed_offset(void) {
    return (uint64_t)(swiftlet_supervisor_boot_timed - swiftlet_supervisor_start);
}
static inline uint64_t swiftlet_supervisor_leave_offset(void) {
    return (uint64_t)(swiftlet_supervisor_leave - swiftlet_supervisor_start);
}
static inline uint64_t swiftlet_supervisor_vectors_offset(void) {
    return (uint64_t)(swiftlet_supervisor_vectors - swiftlet_supervisor_start);
}
static inline uint64_t swiftlet_supervisor_system_call_offset(void) {
    return (uint64_t)(swiftlet_supervisor_system_call - swiftlet_supervisor_start);
}

static inline const void *swiftlet_entry_bytes(void) { return swiftlet_entry_start; }
static inline uint64_t swiftlet_entry_size(void) { return (uint64_t)(swiftlet_entry_end - swiftlet_entry_start); }
static inline uint64_t swiftlet_entry_probe_offset(void) {
    return (uint64_t)(swiftlet_entry_probe - swiftlet_entry_start);
}
static inline uint64_t swiftlet_entry_probe_xgetbv_offset(void) {
    return (uint64_t)(swiftlet_entry_probe_xgetbv - swiftlet_entry_start);
}
static inline uint64_t swiftlet_entry_probe_without_xsave_offset(void) {
    return (uint64_t)(swiftlet_entry_probe_without_xsave - swiftlet_entry_start);
}
static inline uint64_t swiftlet_entry_probed_offset(void) {
    return (uint64_t)(swiftlet_entry_probed - swiftlet_entry_start);
}
static inline uint64_t swiftlet_entry_call_offset(void) {
    return (uint64_t)(swiftlet_entry_call - swiftlet_entry_start);
}
static inline uint64_t swiftlet_entry_return_offset(void) {
    return (uint64_t)(swiftlet_entry_return - swiftlet_entry_start);
}
static inline uint64_t swiftlet_entry_park_offset(void) { return (uint64_t)(swiftlet_entry_park - swiftlet_entry_start); }

#endif

#endif
