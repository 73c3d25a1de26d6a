// Images moved and mirrored, and bytes to numbers: the same at every level.

#pragma STDC FP_CONTRACT OFF

#include "plateau_images.h"
#include "plateau_kernels.h"

void plateau_crop(int64_t channels, int64_t height, int64_t width, int64_t dy, int64_t dx,
                         int flips, const float *restrict source, float *restrict target) {
  // Moved columns first..<end come from the source.
  const int64_t first = dx >= 0 ? 0 : (-dx < width ? -dx : width);
  const int64_t last = dx <= 0 ? width : width - dx;
  const int64_t end = last > first ? last : first;
  for (int64_t row = 0; row < channels * height; row++) {
    float *restrict to = target + row * width;
    const int64_t y = row % height + dy;
    if (y < 0 || y >= height) {
      for (int64_t x = 0; x < width; x++) to[x] = 0;
      continue;
    }
    const int64_t from = (row + dy) * width + dx;
    if (flips) {
      for (int64_t x = 0; x < first; x++) to[width - 1 - x] = 0;
      for (int64_t x = first; x < end; x++) to[width - 1 - x] = source[from + x];
      for (int64_t x = end; x < width; x++) to[width - 1 - x] = 0;
    } else {
      for (int64_t x = 0; x < first; x++) to[x] = 0;
      for (int64_t x = first; x < end; x++) to[x] = source[from + x];
      for (int64_t x = end; x < width; x++) to[x] = 0;
    }
  }
}

void plateau_bytes_to_unit_f32(int64_t count, const uint8_t *source, float *target) {
  for (int64_t i = 0; i < count; i++) target[i] = (float)source[i] / 255.0f;
}
