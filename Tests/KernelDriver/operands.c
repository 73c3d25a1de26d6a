#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "driver.h"

// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
static uint64_t next(operands *o) {
  uint64_t z = o->state += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

operands make_operands(number_kind kind, int64_t count) {
  return (operands){kind, count, (uint64_t)count << 8 | kind};
}

int64_t below(operands *o, int64_t bound) { return (int64_t)(next(o) % (uint64_t)bound); }

int32_t *labels(operands *o, int64_t size, int64_t classes, int from) {
  int32_t *result = room(size * 4);
  for (int64_t i = 0; i < size; i++) result[i] = (int32_t)below(o, classes) + from;
  return result;
}

static char *memory;
static int64_t used;
static const int64_t most = 256 << 20;

void *room(int64_t bytes) {
  if (!memory && posix_memalign((void **)&memory, 64, (size_t)most) != 0) abort();
  void *result = memory + used;
  used += (bytes + 127) / 64 * 64;
  if (used > most) abort();
  memset(result, 0xff, (size_t)bytes);
  return result;
}

void release_room(void) { used = 0; }

// Multiples of 2^-49 in ±8.
static double number(operands *o) { return (double)((int64_t)next(o) >> 11) * 0x1p-49; }

#define DEFINE(T, suffix, LEAST, LEAST_NORMAL, LARGEST)                                    \
  T *copy_##suffix(int64_t size, const T *values) {                                        \
    return memcpy(room(size * (int64_t)sizeof(T)), values, (size_t)size * sizeof(T));      \
  }                                                                                        \
  T *values_##suffix(operands *o, int64_t size) {                                          \
    T *result = room(size * (int64_t)sizeof(T));                                           \
    for (int64_t i = 0; i < size; i++) {                                                   \
      T value = (T)number(o);                                                              \
      const int64_t choice = below(o, 24);                                                 \
      if (o->kind != plain) {                                                              \
        if (choice == 0) value = 0;                                                        \
        if (choice == 1) value = -(T)0;                                                    \
        if (choice == 2) value = (T)LEAST * (T)(int)value;                                 \
        if (choice == 3) value *= (T)LEAST_NORMAL;                                         \
      }                                                                                    \
      if (o->kind == all) {                                                                \
        if (choice == 4) value = (T)__builtin_inf();                                       \
        if (choice == 5) value = -(T)__builtin_inf();                                      \
        if (choice == 6) value = (T)__builtin_nan("");                                     \
        if (choice == 7) value *= 100;                                                     \
        if (choice == 8) value *= (T)LARGEST / 8;                                          \
      }                                                                                    \
      result[i] = value;                                                                   \
    }                                                                                      \
    return result;                                                                         \
  }                                                                                        \
  T *radii_##suffix(operands *o, int64_t size) {                                           \
    T *result = values_##suffix(o, size);                                                  \
    for (int64_t i = 0; i < size; i++) {                                                   \
      if (result[i] - result[i] != 0) result[i] = 1;                                       \
      if (__builtin_signbit(result[i])) result[i] = -result[i];                            \
    }                                                                                      \
    return result;                                                                         \
  }                                                                                        \
  T *sparse_##suffix(operands *o, int64_t size, int percentage) {                          \
    T *result = values_##suffix(o, size);                                                  \
    for (int64_t i = 0; i < size; i++) {                                                   \
      if (below(o, 100) >= percentage) result[i] = 0;                                      \
    }                                                                                      \
    return result;                                                                         \
  }
DEFINE(float, f32, 0x1p-149, 0x1p-126, 0x1.fffffep127)
DEFINE(double, f64, 0x1p-1074, 0x1p-1022, 0x1.fffffffffffffp1023)
