// SHA-256 of bytes that come in pieces, with instructions for it where a level's processor has them.
// Source: NIST, "Secure Hash Standard", FIPS 180-4, 2015.

#ifndef PLATEAU_SHA256_H
#define PLATEAU_SHA256_H

#include <stdint.h>

#pragma clang assume_nonnull begin

/// What is kept of the bytes so far: the hash of whole blocks, and those behind them.
typedef struct {
  uint32_t hash[8];
  uint64_t count;  // of all bytes, below 2^61
  uint8_t block[64];
  int32_t instructions;  // whether the processor's are used
} plateau_sha256;

/// Starts with no bytes, at one of the levels that run here: above the portable one of x86-64 with
/// the processor's SHA extensions, if it has them.
void plateau_sha256_start(plateau_sha256 *state, int level);

/// Adds bytes; of none they may be null.
void plateau_sha256_add(plateau_sha256 *state, int64_t count, const void *_Nullable bytes);

/// Writes the digest of all bytes. The state has to be started anew.
void plateau_sha256_finish(plateau_sha256 *state, uint8_t digest[_Nonnull 32]);

#pragma clang assume_nonnull end

#endif
