#include "CRandom.h"

/// A row of the 4 by 4 state. The block function works on whole rows: SSE2 does four quarter rounds at once.
typedef uint32_t row __attribute__((vector_size(16)));

typedef struct state {
    row rows[4];
} state;

static inline row rotate_left(row value, int bits) {
    return value << bits | value >> (32 - bits);
}

/// The quarter round (RFC 8439, 2.1) on all four columns.
static inline void quarter_rounds(state *s) {
    row a = s->rows[0], b = s->rows[1], c = s->rows[2], d = s->rows[3];
    a += b, d = rotate_left(d ^ a, 16);
    c += d, b = rotate_left(b ^ c, 12);
    a += b, d = rotate_left(d ^ a, 8);
    c += d, b = rotate_left(b ^ c, 7);
    *s = (state){{a, b, c, d}};
}

/// Turns row n left by n places, which makes columns of the diagonals.
static inline void align_diagonals(state *s) {
    s->rows[1] = __builtin_shufflevector(s->rows[1], s->rows[1], 1, 2, 3, 0);
    s->rows[2] = __builtin_shufflevector(s->rows[2], s->rows[2], 2, 3, 0, 1);
    s->rows[3] = __builtin_shufflevector(s->rows[3], s->rows[3], 3, 0, 1, 2);
}

static inline void restore_diagonals(state *s) {
    s->rows[1] = __builtin_shufflevector(s->rows[1], s->rows[1], 3, 0, 1, 2);
    s->rows[2] = __builtin_shufflevector(s->rows[2], s->rows[2], 2, 3, 0, 1);
    s->rows[3] = __builtin_shufflevector(s->rows[3], s->rows[3], 1, 2, 3, 0);
}

void swiftlet_chacha20_block(const uint8_t *key, uint32_t counter, const uint8_t *nonce, uint8_t *block) {
    // "expand 32-byte k", and x86-64 stores words as the RFC wants them: little-endian.
    state initial = {{{0x61707865, 0x3320646e, 0x79622d32, 0x6b206574}}};
    __builtin_memcpy(&initial.rows[1], key, 32);
    __builtin_memcpy((char *)&initial.rows[3] + 4, nonce, 12);
    initial.rows[3][0] = counter;

    state working = initial;
    for (int double_round = 0; double_round < 10; double_round++) {
        quarter_rounds(&working);
        align_diagonals(&working);
        quarter_rounds(&working);
        restore_diagonals(&working);
    }
    for (int i = 0; i < 4; i++)
        working.rows[i] += initial.rows[i];
    __builtin_memcpy(block, &working, sizeof working);
}
