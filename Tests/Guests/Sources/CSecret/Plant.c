#include "CSecret.h"
#include "State.h"

enum {
    COMPONENT_X87 = 0,
    COMPONENT_SSE = 1,
    COMPONENT_PKRU = 9,
    COMPONENT_TILE_CONFIGURATION = 17,
    COMPONENT_TILE_DATA = 18,
    /// CPUID leaf that describes the components (Intel SDM volume 1, section 13.2).
    EXTENDED_STATE_LEAF = 0xd,
};

/// Every flag that ring 3 can set and keep: CF, PF, AF, ZF, SF, DF, OF, NT, AC and ID (Intel SDM volume 1, section 3.4.3).
static const uint64_t kept_flags = 0x244cd5;
static const uint64_t direction_flag = 0x400;
static const uint64_t trap_flag = 0x100;

/// What is loaded into the processor: an XSAVE area in the standard format (Intel SDM volume 1, section 13.4).
uint8_t secret_image[SECRET_XSAVE_CAPACITY] __attribute__((aligned(64)));
uint64_t secret_components;
uint32_t secret_reachable;
uint64_t secret_word;
uint64_t secret_flags;
secret_way secret_chosen_way;
void (*secret_continuation)(void);

secret_state secret_state_at_entry;
secret_state secret_state_planted;
const void *secret_state_reply;

const void *secret_state_at_entry_bytes(void) { return &secret_state_at_entry; }

const void *secret_state_planted_bytes(void) { return &secret_state_planted; }

uint64_t secret_state_size(void) { return sizeof(secret_state); }

void secret_set_state_reply(const void *entry) { secret_state_reply = entry; }

extern void secret_plant_registers(void);
extern void (*const secret_continuations[])(void);

static void set(uint64_t offset, uint64_t value, uint64_t size) {
    __builtin_memcpy(secret_image + offset, &value, size);
}

/// x87 and SSE (Intel SDM volume 1, table 10-2).
static void fill_legacy_region(uint64_t word, uint64_t components) {
    secret_fill((uint64_t)secret_image, SECRET_LEGACY_SIZE, word);
    set(0, 0x0f40, 2);  // x87 control word: every exception is unmasked
    set(2, 0xb8ff, 2);  // x87 status word: every exception is pending
    set(4, 0x00ff, 2);  // no x87 register is empty
    set(6, word & 0x7ff, 2);
    // MXCSR: every exception unmasked and raised. XRSTOR loads it with AVX too.
    set(24, components & 1 << COMPONENT_SSE ? 0xe03f : 0x1f80, 4);
}

static void fill_component(unsigned component, uint64_t word) {
    uint32_t size, offset, flags, unused;
    __asm__("cpuid"
            : "=a"(size), "=b"(offset), "=c"(flags), "=d"(unused)
            : "a"(EXTENDED_STATE_LEAF), "c"(component));
    // The processor may have tiles and a hypervisor leave them out of CPUID; they lie here wherever there are any.
    if (component == COMPONENT_TILE_CONFIGURATION)
        offset = 2752;
    if (component == COMPONENT_TILE_DATA)
        offset = 2816, size = 8192;
    switch (component) {
    case COMPONENT_PKRU:
        // Key 0 is that of all pages here; the lowest two bits would lock them.
        set(offset, (uint32_t)word & ~3u, 4);
        break;
    case COMPONENT_TILE_CONFIGURATION:
        // The one palette there is, with tiles of full size: anything else faults.
        set(offset, 1, 1);
        for (unsigned tile = 0; tile < 8; tile++) {
            set(offset + 16 + 2 * tile, 64, 2);
            set(offset + 48 + tile, 16, 1);
        }
        break;
    default:
        secret_fill((uint64_t)secret_image + offset, size, word);
    }
}

uint64_t secret_enabled_components(void) {
    uint32_t low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low | (uint64_t)high << 32;
}

uint64_t secret_segment_base(void) {
    uint64_t base;
    __asm__ volatile("rdfsbase %0" : "=r"(base));
    return base;
}

void secret_set_reachable(uint32_t reachable) { secret_reachable = reachable; }

void secret_plant(uint64_t word, uint64_t components, secret_way way) {
    __builtin_memset(secret_image, 0, sizeof secret_image);
    // A first write to a page may cost an exit, by which a hypervisor may change what it should keep.
    __builtin_memset(&secret_state_planted, 0, sizeof secret_state_planted);
    fill_legacy_region(word, components);
    for (unsigned component = 2; component < 63; component++)
        if (components & 1ull << component)
            fill_component(component, word);
    set(SECRET_LEGACY_SIZE, components, 8);
    secret_components = components;
    secret_word = word;
    secret_flags = kept_flags;
    if (way.exit == secret_single_step)
        secret_flags |= trap_flag;
    // String I/O is to go upward.
    if (way.exit == secret_string_in || way.exit == secret_string_out)
        secret_flags &= ~direction_flag;
    secret_chosen_way = way;
    secret_continuation = secret_continuations[way.exit];
    secret_plant_registers();
}
