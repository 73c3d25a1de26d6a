#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver.h"

typedef struct {
  char name[80];
  uint64_t hash;
  int64_t count;
} result;

static result results[2048];
static int result_count;

static result *find(const char *suffix, const char *name) {
  char whole[80];
  snprintf(whole, sizeof whole, "%s %s", suffix, name);
  for (int i = 0; i < result_count; i++) {
    if (strcmp(results[i].name, whole) == 0) return &results[i];
  }
  if (result_count == sizeof results / sizeof *results) abort();
  result *own = &results[result_count++];
  strcpy(own->name, whole);
  own->hash = 0xcbf29ce484222325;
  return own;
}

// Words are multiplied in as FNV-1a does bytes, and the upper half reaches the lower one.
static void take(result *own, uint64_t bits) {
  own->hash = (own->hash ^ bits) * 0x100000001b3;
  own->hash ^= own->hash >> 32;
  own->count++;
}

#define DEFINE(T, suffix, integer)                                   \
  void add_##suffix(const char *name, int64_t count, const T *values) { \
    result *own = find(#suffix, name);                               \
    for (int64_t i = 0; i < count; i++) {                            \
      integer bits;                                                  \
      memcpy(&bits, &values[i], sizeof bits);                        \
      take(own, values[i] != values[i] ? UINT64_MAX : bits);         \
    }                                                                \
  }
DEFINE(float, f32, uint32_t)
DEFINE(double, f64, uint64_t)

void add_integers(const char *name, int64_t count, const int64_t *values) {
  result *own = find("integers", name);
  for (int64_t i = 0; i < count; i++) take(own, (uint64_t)values[i]);
}

void add_singles(const char *name, int64_t count, const int32_t *values) {
  result *own = find("integers", name);
  for (int64_t i = 0; i < count; i++) take(own, (uint64_t)values[i]);
}

void print_results(void) {
  for (int i = 0; i < result_count; i++) {
    printf("%016" PRIx64 " %8" PRId64 " %s\n", results[i].hash, results[i].count,
           results[i].name);
  }
}
