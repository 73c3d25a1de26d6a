// Operands of kernels, the same on every machine, and what becomes of them.

#ifndef DRIVER_H
#define DRIVER_H

#include <stdint.h>

/// Which numbers occur: in ±8; zeros of both signs and subnormals, too; infinities, NaN and
/// numbers that overflow, too.
typedef enum { plain, small, all } number_kind;

/// Numbers of a kind, in rows of `count`.
typedef struct {
  number_kind kind;
  int64_t count;
  uint64_t state;
} operands;

/// Those of a kind and a size, from their beginning.
operands make_operands(number_kind kind, int64_t count);

/// The next number below a bound.
int64_t below(operands *o, int64_t bound);

/// Labels below a number of classes, or from -1 on.
int32_t *labels(operands *o, int64_t size, int64_t classes, int from);

/// Memory until the next release, aligned to 64 bytes and filled with what is NaN as numbers.
void *room(int64_t bytes);
void release_room(void);

/// Adds results to those of a name; of those that are no numbers only that they are none.
void add_f32(const char *name, int64_t count, const float *values);
void add_f64(const char *name, int64_t count, const double *values);
void add_integers(const char *name, int64_t count, const int64_t *values);
void add_singles(const char *name, int64_t count, const int32_t *values);
static inline void add_integer(const char *name, int64_t value) { add_integers(name, 1, &value); }

/// Prints a line for each name, in the order in which they came: name and hash.
void print_results(void);

/// Numbers of each type: as many as are asked for; magnitudes, finite; with some made zero.
#define DECLARE(T, suffix)                                       \
  T *copy_##suffix(int64_t size, const T *values);               \
  T *values_##suffix(operands *o, int64_t size);                 \
  T *radii_##suffix(operands *o, int64_t size);                  \
  T *sparse_##suffix(operands *o, int64_t size, int percentage); \
  void products_##suffix(operands *o);                           \
  void kernels_##suffix(operands *o);                            \
  void images_##suffix(operands *o);                             \
  void intervals_##suffix(operands *o);                          \
  void convolutions_##suffix(operands *o);                       \
  void depthwise_convolutions_##suffix(operands *o);             \
  void training_##suffix(void);
DECLARE(float, f32)
DECLARE(double, f64)
#undef DECLARE

void rows(operands *o);
void factorizations(operands *o);
void elementary(operands *o);

/// The level, and its tables.
#include "plateau_factorizations.h"
#include "plateau_tables.h"
extern const plateau_level_table *table;

#endif
