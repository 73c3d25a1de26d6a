// SHA-256 in integers alone: the same on every machine and at every level, without alignment.
// Sections are those of FIPS 180-4.

#include "plateau_sha256.h"

#include <string.h>

#include "level.h"
#include "plateau_levels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Fractions of the cube roots of the first 64 primes, section 4.2.2.
static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static INLINE uint32_t rotated(uint32_t x, int by) { return x >> by | x << (32 - by); }

static INLINE uint32_t read_word(const uint8_t *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static INLINE void write_word(uint32_t word, uint8_t *bytes) {
  for (int i = 0; i < 4; i++) bytes[i] = (uint8_t)(word >> (24 - 8 * i));
}

// The next words of the schedule in the places of those 16 before, section 6.2.2, step 1.
static INLINE void extend(uint32_t *words) {
#pragma clang loop unroll(full)
  for (int t = 0; t < 16; t++) {
    const uint32_t a = words[(t + 1) % 16], b = words[(t + 14) % 16];
    words[t] += (rotated(a, 7) ^ rotated(a, 18) ^ a >> 3) + words[(t + 9) % 16] +
                (rotated(b, 17) ^ rotated(b, 19) ^ b >> 10);
  }
}

// A round, step 3: the working variables stay where they are, and their names move on.
#define ROUND(a, b, c, d, e, f, g, h, t)                                              \
  {                                                                                   \
    h += (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + (g ^ (e & (f ^ g))) +    \
         k[t] + words[t];                                                             \
    d += h;                                                                           \
    h += (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + ((a & b) | (c & (a | b))); \
  }

#define EIGHT_ROUNDS(t)                  \
  ROUND(a, b, c, d, e, f, g, h, t)       \
  ROUND(h, a, b, c, d, e, f, g, (t) + 1) \
  ROUND(g, h, a, b, c, d, e, f, (t) + 2) \
  ROUND(f, g, h, a, b, c, d, e, (t) + 3) \
  ROUND(e, f, g, h, a, b, c, d, (t) + 4) \
  ROUND(d, e, f, g, h, a, b, c, (t) + 5) \
  ROUND(c, d, e, f, g, h, a, b, (t) + 6) \
  ROUND(b, c, d, e, f, g, h, a, (t) + 7)

static void add_blocks_plainly(uint32_t *hash, int64_t blocks, const uint8_t *bytes) {
  for (; blocks > 0; blocks--, bytes += 64) {
    uint32_t words[16];
    for (int t = 0; t < 16; t++) words[t] = read_word(bytes + 4 * t);
    uint32_t a = hash[0], b = hash[1], c = hash[2], d = hash[3];
    uint32_t e = hash[4], f = hash[5], g = hash[6], h = hash[7];
    for (const uint32_t *k = constants; k < constants + 64; k += 16) {
      if (k > constants) extend(words);
      EIGHT_ROUNDS(0)
      EIGHT_ROUNDS(8)
    }
    hash[0] += a, hash[1] += b, hash[2] += c, hash[3] += d;
    hash[4] += e, hash[5] += f, hash[6] += g, hash[7] += h;
  }
}

#if defined(__x86_64__)
// The instructions take the working variables as (f, e, b, a) and (h, g, d, c), and four words at a
// time. Source: Intel, "Intel SHA Extensions", 2013.
__attribute__((target("sha,sse4.1"))) static void add_blocks_by_instructions(
    uint32_t *hash, int64_t blocks, const uint8_t *bytes) {
  const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i *const halves = (__m128i *)hash;
  const __m128i badc = _mm_shuffle_epi32(_mm_loadu_si128(halves), 0xb1);
  const __m128i hgfe = _mm_shuffle_epi32(_mm_loadu_si128(halves + 1), 0x1b);
  __m128i feba = _mm_alignr_epi8(badc, hgfe, 8), hgdc = _mm_blend_epi16(hgfe, badc, 0xf0);
  for (; blocks > 0; blocks--, bytes += 64) {
    const __m128i first = feba, second = hgdc;
    __m128i words[4];
#pragma clang loop unroll(full)
    for (int t = 0; t < 16; t++) {
      __m128i *const w = words + t % 4;
      if (t < 4) {
        *w = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)bytes + t), order);
      } else {
        const __m128i last = words[(t + 3) % 4];
        const __m128i between = _mm_alignr_epi8(last, words[(t + 2) % 4], 4);
        const __m128i sums = _mm_add_epi32(_mm_sha256msg1_epu32(*w, words[(t + 1) % 4]), between);
        *w = _mm_sha256msg2_epu32(sums, last);
      }
      const __m128i k = _mm_loadu_si128((const __m128i *)constants + t);
      const __m128i sums = _mm_add_epi32(*w, k);
      hgdc = _mm_sha256rnds2_epu32(hgdc, feba, sums);
      feba = _mm_sha256rnds2_epu32(feba, hgdc, _mm_shuffle_epi32(sums, 0x0e));
    }
    feba = _mm_add_epi32(feba, first);
    hgdc = _mm_add_epi32(hgdc, second);
  }
  const __m128i abef = _mm_shuffle_epi32(feba, 0x1b), ghcd = _mm_shuffle_epi32(hgdc, 0xb1);
  _mm_storeu_si128(halves, _mm_blend_epi16(abef, ghcd, 0xf0));
  _mm_storeu_si128(halves + 1, _mm_alignr_epi8(ghcd, abef, 8));
}
#endif

static void add_blocks(plateau_sha256 *state, int64_t blocks, const uint8_t *bytes) {
#if defined(__x86_64__)
  if (state->instructions) return add_blocks_by_instructions(state->hash, blocks, bytes);
#endif
  add_blocks_plainly(state->hash, blocks, bytes);
}

void plateau_sha256_start(plateau_sha256 *state, int level) {
  // Fractions of the square roots of the first eight primes, section 5.3.3.
  *state = (plateau_sha256){{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c,
                             0x1f83d9ab, 0x5be0cd19},
                            .instructions = 0};
#if defined(__x86_64__)
  state->instructions = level != plateau_portable && __builtin_cpu_supports("sha");
#endif
}

void plateau_sha256_add(plateau_sha256 *state, int64_t count, const void *source) {
  if (count == 0) return;
  const uint8_t *bytes = source;
  const int64_t held = (int64_t)(state->count % 64);
  state->count += (uint64_t)count;
  if (held > 0) {
    const int64_t taken = count < 64 - held ? count : 64 - held;
    memcpy(state->block + held, bytes, (size_t)taken);
    if (held + taken < 64) return;
    add_blocks(state, 1, state->block);
    bytes += taken;
    count -= taken;
  }
  add_blocks(state, count / 64, bytes);
  memcpy(state->block, bytes + count / 64 * 64, (size_t)(count % 64));
}

void plateau_sha256_finish(plateau_sha256 *state, uint8_t digest[32]) {
  // A one, zeros, and the number of bits fill the last block, section 5.1.1.
  const uint64_t bits = state->count * 8;
  uint8_t padding[72] = {0x80};
  const int64_t zeros = (int64_t)((119 - state->count % 64) % 64);
  write_word((uint32_t)(bits >> 32), padding + 1 + zeros);
  write_word((uint32_t)bits, padding + 5 + zeros);
  plateau_sha256_add(state, 9 + zeros, padding);
  for (int i = 0; i < 8; i++) write_word(state->hash[i], digest + 4 * i);
}
