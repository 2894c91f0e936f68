#include <errno.h>
#include <linux/kvm.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "FloorMachine.h"

enum { LINE = FLOOR_LARGE_PAGE / FLOOR_PAGE / 64, DATA_WORD = FLOOR_DATA / FLOOR_PAGE / 64 };

bool floor_prepare_pages(floor_machine *self) {
    size_t size = self->memory_size - FLOOR_DATA;
    // Memory that was never written is one page of zeroes to the processor's caches.
    memset(self->memory + FLOOR_DATA, 7, size);
    self->copy = malloc(size);
    self->kept = malloc(size / FLOOR_PAGE * sizeof *self->kept);
    if (!self->copy || !self->kept) return false;
    memcpy(self->copy, self->memory + FLOOR_DATA, size);
    return true;
}

/// Whether a line of the log is zero, the eight words for 2 MiB: most of them are.
static inline bool is_zero(const uint64_t *line) {
    uint64_t any = 0;
    for (int word = 0; word < LINE; word++) any |= line[word];
    return !any;
}

/// The words of the log between which it names pages of the guest's data.
struct words {
    size_t first, end;
};

/// Reads the log, and has KVM note the data's pages anew that it names.
static inline bool take_log(floor_machine *self, struct words *words) {
    if (!floor_read_dirty_log(self, 1)) return false;
    size_t first = DATA_WORD, end = self->memory_size / FLOOR_PAGE / 64;
    while (first < end && is_zero(self->log + first)) first += LINE;
    while (first < end && is_zero(self->log + end - LINE)) end -= LINE;
    *words = (struct words){first, end};
    if (first == end) return true;
    struct kvm_clear_dirty_log request = {
        .first_page = first * 64, .num_pages = (uint32_t)(end - first) * 64, .dirty_bitmap = self->log + first};
    return ioctl(self->machine, KVM_CLEAR_DIRTY_LOG, &request) == 0;
}

/// The next page that these words name, which they then no longer do, or NULL.
static inline uint8_t *next_page(floor_machine *self, struct words *words) {
    while (words->first < words->end && !self->log[words->first]) words->first++;
    if (words->first == words->end) return NULL;
    uint64_t *word = self->log + words->first;
    int bit = __builtin_ctzll(*word);
    *word &= *word - 1;
    return self->memory + (words->first * 64 + (size_t)bit) * FLOOR_PAGE;
}

/// The log names more than the guest wrote where the processor or KVM has written too.
static bool check(uint64_t found, uint64_t count) {
    if (found >= count) return true;
    errno = EPROTO;
    return false;
}

bool floor_restore_pages(floor_machine *self, uint64_t count) {
    struct words words;
    if (!take_log(self, &words)) return false;
    uint64_t found = 0;
    for (uint8_t *page; (page = next_page(self, &words)); found++) {
        memcpy(page, self->copy + (page - self->memory - FLOOR_DATA), FLOOR_PAGE);
    }
    return check(found, count);
}

bool floor_keep_pages(floor_machine *self, uint64_t count) {
    struct words words;
    if (!take_log(self, &words)) return false;
    for (uint8_t *page; (page = next_page(self, &words)); self->kept_count++) {
        void *copy = malloc(FLOOR_PAGE);
        if (!copy) return false;
        self->kept[self->kept_count] = memcpy(copy, page, FLOOR_PAGE);
    }
    return check(self->kept_count, count);
}

void floor_drop_pages(floor_machine *self) {
    while (self->kept_count > 0) free(self->kept[--self->kept_count]);
}

void floor_put_back_pages(floor_machine *self, uint64_t count) {
    for (uint64_t offset = 0; offset < count * FLOOR_PAGE; offset += FLOOR_PAGE) {
        memcpy(self->memory + FLOOR_DATA + offset, self->copy + offset, FLOOR_PAGE);
    }
}

void floor_put_back_bytes(floor_machine *self, size_t count) {
    memcpy(self->memory + FLOOR_DATA, self->copy, count);
}
