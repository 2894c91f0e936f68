#include "CHostile.h"

#define ACT(text) __asm__ volatile(text ::: "memory", "rax", "rcx", "rdx")

void hostile_instruction(uint32_t number) {
    static uint8_t table[10];
    switch (number) {
    case 0: ACT("cli"); break;
    case 1: ACT("sti"); break;
    case 2: ACT("hlt"); break;
    case 3: ACT("mov %%cr3, %%rax"); break;
    case 4: ACT("xor %%eax, %%eax; mov %%rax, %%cr0"); break;
    case 5: ACT("mov %%dr7, %%rax"); break;
    case 6: ACT("mov $0xc0000080, %%ecx; rdmsr"); break;
    case 7: ACT("mov $0xc0000080, %%ecx; wrmsr"); break;
    case 8: __asm__ volatile("lgdt %0" : : "m"(table)); break;
    case 9: __asm__ volatile("lidt %0" : : "m"(table)); break;
    case 10: ACT("mov $0x28, %%ax; ltr %%ax"); break;
    case 11: ACT("invlpg (%%rsp)"); break;
    case 12: ACT("swapgs"); break;
    case 13: ACT("wbinvd"); break;
    case 14: ACT("int $0x80"); break;
    case 15: ACT("syscall"); break;
    case 16: ACT("ud2"); break;
    case 17: ACT("clts"); break;
    case 18: ACT("int $0x20"); break;
    case 19: ACT("int $0xff"); break;
    case 20: ACT("int $0x0e"); break;
    // Selectors of a local descriptor table, the first and the last.
    case 21: ACT("mov $7, %%ax; mov %%ax, %%ds"); break;
    case 22: ACT("mov $0xffff, %%ax; mov %%ax, %%es"); break;
    default: break;
    }
}

uint64_t hostile_read(uint64_t address) { return *(volatile uint64_t *)address; }

void hostile_write(uint64_t address, uint64_t value) { *(volatile uint64_t *)address = value; }

void hostile_jump(uint64_t address) { ((void (*)(void))address)(); }

void hostile_execute_stack(void) {
    volatile uint8_t code[16] = {0xc3};
    hostile_jump((uint64_t)code);
}

void hostile_write_code(void) { *(volatile uint8_t *)(uintptr_t)hostile_write_code = 0xc3; }

void hostile_set_stack(uint64_t address) {
    __asm__ volatile("mov %0, %%rsp; push %%rax" : : "r"(address) : "memory");
}

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
