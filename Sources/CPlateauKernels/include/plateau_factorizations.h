// Factorizations of matrices in double precision.
//
// Rows lie `stride` values apart, a multiple of 16, and are zero past their last column; best they
// are aligned to 64 bytes. A sum along a row has 16 lanes, each of them the sequential fused sum of
// the columns that are its index modulo 16; the lanes are added in halves, i with i + 8, then with
// i + 4, i + 2, i + 1. So results do not depend on the level. No function allocates or keeps state.

#ifndef PLATEAU_FACTORIZATIONS_H
#define PLATEAU_FACTORIZATIONS_H

#include <stdint.h>

#pragma clang assume_nonnull begin

/// Row i is `values[i * stride + column] * 2^exponents[i]`.
typedef struct {
  int64_t count, columns, stride;
  double *values;
  intptr_t *exponents;
  /// Squared lengths of the mantissas, and of what each row was made from, in its own scale.
  double *squares, *origins;
} plateau_rows;

// Functions without state, and tables of them, are for any thread.
#pragma clang attribute push(__attribute__((swift_attr("@Sendable"))), \
                             apply_to = any(field, record))
/// The factorizations of a level.
typedef struct {
  /// The inner product of two rows.
  double (*dot)(int64_t count, const double *a, const double *b);
  /// a += factor * b.
  void (*add)(int64_t count, double factor, const double *b, double *a);
  /// The inner products of all rows: products[i * rows + j] for j <= i, the others stay.
  void (*multiply_rows)(int64_t rows, int64_t stride, const double *a, double *products);
  /// Turns rows against each other until all are orthogonal, and sets their exponents such that
  /// squared lengths are in [1, 4). Each largest magnitude is in [1, 2) before, or the row is zero.
  /// Returns whether the turns came to an end within `sweeps`.
  int (*orthogonalize)(const plateau_rows *rows, int64_t sweeps);
  /// A = L Q by Householder reflections: L, of min(rows, columns) columns, in the place of A, zero
  /// above the diagonal. `work`: 17 values for each row.
  void (*lower_factor)(int64_t rows, int64_t columns, int64_t stride, double *a, double *work);
  /// The singular values of a matrix that has no more rows than columns, in descending order; its
  /// largest magnitude is to be near 1. Destroys it. `work`: as
  /// plateau_singular_values_work says.
  void (*singular_values)(int64_t rows, int64_t columns, int64_t stride, double *a, double *work,
                          double *values);
} plateau_factorizations;
#pragma clang attribute pop

/// The distance between rows of so many columns.
static inline int64_t plateau_row_stride(int64_t columns) {
  const int64_t stride = (columns + 15) / 16 * 16;
  // Rows a multiple of 1 KB apart would fall upon each other in the cache.
  return stride == 0 ? 16 : stride % 128 == 0 ? stride + 16 : stride;
}

/// The memory, in doubles, that the singular values of a matrix take beside it.
static inline int64_t plateau_singular_values_work(int64_t rows, int64_t stride) {
  const int64_t reflections = 17 * rows, values = 6 * ((rows + 31) / 32 * 32);
  return 4 * stride + (values > reflections ? values : reflections);
}

#pragma clang assume_nonnull end

#endif
