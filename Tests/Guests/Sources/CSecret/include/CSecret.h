// Puts secrets into every part of the processor that ring 3 can change, leaves in any way there is, and looks at what
// a call finds when it begins.
#ifndef CSECRET_H
#define CSECRET_H

#include <stdint.h>

/// How a guest that has planted its secrets goes on.
typedef enum {
    secret_look,
    secret_return,
    secret_trap,
    secret_page_fault,
    secret_protection_fault,
    secret_breakpoint,
    secret_single_step,
    secret_floating_point_error,
    secret_system_call,
    secret_stack_overflow,
    secret_out,
    secret_out_byte,
    secret_in,
    secret_string_out,
    secret_string_in,
    secret_spin,
} secret_exit;

/// Details of an exit, of which each uses those that it needs.
typedef struct {
    secret_exit exit;
    /// For port accesses.
    uint32_t port;
    /// For string I/O. For a stack overflow and a return, the stack pointer. For a spin, the word that says it has begun.
    uint64_t address;
    /// For string I/O: how many words or bytes.
    uint64_t count;
    /// For a return: what it hands to the host.
    uint64_t reply_address;
    uint64_t reply_length;
} secret_way;

/// What the call of the raw function `state` found when it began: a `secret_state` (State.h).
const void *secret_state_at_entry_bytes(void);
/// What was there when the secrets had just been planted.
const void *secret_state_planted_bytes(void);
/// Bytes of a state.
uint64_t secret_state_size(void);
/// Says where `state` goes on, with the arguments that it was called with.
void secret_set_state_reply(const void *entry);

/// Plants `word` everywhere, and goes on as `way` says: it returns only from `secret_look`.
///
/// @param components The components of XCR0 to plant, or x87 and SSE as bits 0 and 1 where XSAVE is off.
void secret_plant(uint64_t word, uint64_t components, secret_way way);

/// XCR0. Faults where XSAVE is off, whatever CPUID says: a hypervisor's word on it need not be that of the processor.
uint64_t secret_enabled_components(void);
/// The base of FS. Faults where ring 3 may not ask.
uint64_t secret_segment_base(void);
/// Says which of the two do not fault, as bits 0 and 1.
void secret_set_reachable(uint32_t reachable);

/// Fills memory with copies of `word`.
void secret_fill(uint64_t address, uint64_t count, uint64_t word);
/// How often the complement of `inverted` stands in memory, at any address. It is passed inverted so that the search
/// leaves no copy of its own.
uint64_t secret_count(uint64_t address, uint64_t count, uint64_t inverted);

#endif
