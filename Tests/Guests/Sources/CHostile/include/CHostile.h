// Acts that no well-meaning guest commits. Each function is one of them.
#ifndef CHOSTILE_H
#define CHOSTILE_H

#include <stdint.h>

/// Executes one instruction that ring 3 must not execute; see CHostile.c for the numbers.
void hostile_instruction(uint32_t number);

uint64_t hostile_read(uint64_t address);
void hostile_write(uint64_t address, uint64_t value);
void hostile_jump(uint64_t address);

/// A 32-bit OUT with any two words: to a port or, for larger numbers, the one that stands at that address.
void hostile_out(uint64_t port_or_address, uint64_t first, uint64_t second);
void hostile_out8(uint32_t port);
void hostile_in(uint32_t port);
void hostile_string_out(uint32_t port, uint64_t address, uint64_t count);
void hostile_string_in(uint32_t port, uint64_t address, uint64_t count);

/// XCR0: which components of state there are beside x87 and SSE. Not there unless XSAVE is on.
uint64_t hostile_state_components(void);
/// Leaves something of `word` in the vector, x87, control and data segment registers.
///
/// `components` is XCR0, or 0 where there is none.
void hostile_disturb_processor(uint64_t word, uint64_t components);
/// A hash of what all these registers hold.
uint64_t hostile_processor_digest(uint64_t components);

#endif
