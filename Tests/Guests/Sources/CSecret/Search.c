#include "CSecret.h"

void secret_fill(uint64_t address, uint64_t count, uint64_t word) {
    volatile uint8_t *bytes = (volatile uint8_t *)address;
    for (uint64_t index = 0; index < count; index++)
        bytes[index] = (uint8_t)(word >> (index % 8 * 8));
}

uint64_t secret_count(uint64_t address, uint64_t count, uint64_t inverted) {
    uint64_t found = 0;
    for (uint64_t index = 0; index + 8 <= count; index++)
        found += *(const volatile uint64_t *)(address + index) == ~inverted;
    return found;
}
