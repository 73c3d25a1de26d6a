#include <string.h>
#include <zlib.h>

#include "fuzz_guard.h"

int64_t fuzz_deflate(
    const uint8_t *bytes, int64_t count, int window_bits, uint8_t *target, int64_t room) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (deflateInit2(&stream, 1, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY) != Z_OK) return -1;
  stream.next_in = (Bytef *)bytes;
  stream.avail_in = (uInt)count;
  stream.next_out = target;
  stream.avail_out = (uInt)room;
  int status = deflate(&stream, Z_FINISH);
  int64_t written = room - (int64_t)stream.avail_out;
  deflateEnd(&stream);
  return status == Z_STREAM_END ? written : -1;
}

uint32_t fuzz_checksum(const uint8_t *bytes, int64_t count) {
  return (uint32_t)crc32(crc32(0, NULL, 0), bytes, (uInt)count);
}
