#include "CHostile.h"

#define ACT(text) __asm__ volatile(text ::: "memory", "rax", "rcx", "rdx")

void hostile_instruction(uint32_t number) {
    switch (number) {
    case 0: ACT("int $0x80"); break;
    case 1: ACT("syscall"); break;
    case 2: ACT("ud2"); break;
    case 3: ACT("hlt"); break;
    default: break;
    }
}

uint64_t hostile_read(uint64_t address) { return *(volatile uint64_t *)address; }

void hostile_write(uint64_t address, uint64_t value) { *(volatile uint64_t *)address = value; }

void hostile_jump(uint64_t address) { ((void (*)(void))address)(); }

void hostile_out(uint64_t port_or_address, uint64_t first, uint64_t second) {
    if (port_or_address <= UINT16_MAX)
        __asm__ volatile("outl %%eax, %%dx" : : "a"(0), "d"(port_or_address), "D"(first), "S"(second) : "memory");
    else
        __asm__ volatile("jmp *%0" : : "r"(port_or_address), "a"(0), "D"(first), "S"(second) : "memory");
}

void hostile_out8(uint32_t port) { __asm__ volatile("outb %%al, %%dx" : : "a"(0), "d"(port) : "memory"); }

void hostile_in(uint32_t port) {
    uint32_t value;
    __asm__ volatile("inl %%dx, %%eax" : "=a"(value) : "d"(port) : "memory");
}

void hostile_string_out(uint32_t port, uint64_t address, uint64_t count) {
    __asm__ volatile("rep outsl" : "+S"(address), "+c"(count) : "d"(port) : "memory");
}

void hostile_string_in(uint32_t port, uint64_t address, uint64_t count) {
    __asm__ volatile("rep insb" : "+D"(address), "+c"(count) : "d"(port) : "memory");
}
