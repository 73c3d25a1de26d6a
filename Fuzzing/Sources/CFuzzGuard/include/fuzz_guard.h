// Watches a reader while it parses one input: crashes, hangs, memory, and files opened. What goes
// wrong ends the process, after the input is saved.

#ifndef FUZZ_GUARD_H
#define FUZZ_GUARD_H

#include <stdint.h>

/// Prepares the watch, once.
///
/// `folder` receives inputs that fail, `reader` is the first part of their names; both are kept.
void fuzz_guard_start(const char *folder, const char *reader, int64_t limit_bytes, int seconds);

/// Starts the watch over one input, whose bytes stay in place until the end.
void fuzz_guard_begin(const uint8_t *bytes, int64_t count, uint64_t seed, int64_t number);

/// Ends it.
void fuzz_guard_end(void);

/// Saves the input that is watched, says what is wrong with it, and ends with status 1.
void fuzz_guard_fail(const char *reason);

/// The most memory that was allocated at a time during the last watch, in bytes; -1 where the
/// platform does not let us count.
int64_t fuzz_guard_peak(void);

/// The number of files that were opened during the last watch.
int64_t fuzz_guard_opened(void);

/// Compresses bytes: as gzip for 31 window bits, as zip archives do for -15. Returns the number
/// of bytes written, or -1 where there is no room.
int64_t fuzz_deflate(
    const uint8_t *bytes, int64_t count, int window_bits, uint8_t *target, int64_t room);

/// The CRC-32 of bytes.
uint32_t fuzz_checksum(const uint8_t *bytes, int64_t count);

#endif
