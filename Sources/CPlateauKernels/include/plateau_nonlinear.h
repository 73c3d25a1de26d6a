// Products of values, softmax and normalization, for float and double.
//
// Matrices are stored row by row without padding. Sums over a row have sixteen lanes, as lanes.inc
// has them. No function allocates, keeps state, or needs alignment, and what is written overlaps no
// other argument.

#ifndef PLATEAU_NONLINEAR_H
#define PLATEAU_NONLINEAR_H

#include <stdint.h>

#pragma clang assume_nonnull begin

// Functions without state, and tables of them, are for any thread.
#pragma clang attribute push(__attribute__((swift_attr("@Sendable"))), \
                             apply_to = any(field, record))
/// All of one type.
typedef struct {
  /// y[i] = x[i] * s[i % period], for a count that is a multiple of the period.
  void (*multiply)(int64_t count, int64_t period, const void *x, const void *s, void *y);
  /// g[j] = sum of d[i] * x[i] over all i with i % period = j, in this order.
  void (*multiply_sums)(int64_t count, int64_t period, const void *d, const void *x, void *g);
  /// y = x * s * 2^-e for the e, which is added to `exponent`, that brings the largest product into
  /// range if it is far from 1: 0 if not. Products that vanish beside it are counted.
  void (*multiply_stable)(int64_t count, int64_t period, const void *x, const void *s, void *y,
                          int64_t *exponent, int64_t *flushed);
  /// p = softmax of scale * z, row by row.
  void (*softmax)(int64_t rows, int64_t columns, double scale, const void *z, void *p);
  /// g = scale * p * (d - sum of p * d), with p = softmax of scale * z.
  void (*softmax_back)(int64_t rows, int64_t columns, double scale, const void *z, const void *d,
                       void *g);
  /// Adds the sum of p (1 - p), the slopes of each p by its own logit, to `sum`.
  void (*softmax_slopes)(int64_t rows, int64_t columns, const void *p, double *sum);
  /// d += weight (1 - 2 p): the derivative of weight times that sum with respect to p.
  void (*softmax_penalty)(int64_t count, double weight, const void *p, void *d);
  /// softmax_back as terms * exp(logs): nothing cancels where a p is nearly 1, and nothing underflows.
  void (*softmax_terms)(int64_t rows, int64_t columns, double scale, const void *z, const void *d,
                        void *terms, void *logs);
  /// y = x - mean of x, row by row; or the product of x with the magnitudes of the matrix that does so.
  void (*center)(int64_t rows, int64_t columns, int64_t is_absolute, const void *x, void *y);
  /// y = r x with r = 1 / sqrt(mean of x * x + epsilon), row by row; 0 where all is 0, and epsilon too.
  void (*normalize)(int64_t rows, int64_t columns, double epsilon, const void *x, void *y);
  /// g = r * (d - y * mean of d * y).
  void (*normalize_back)(int64_t rows, int64_t columns, double epsilon, const void *x,
                         const void *d, void *g);
  /// The same times 2^-e, for the e, added to `exponent`, of the largest r * d of all rows where some are
  /// far from 1: 0 if none is. What vanishes beside it is counted.
  void (*normalize_stable)(int64_t rows, int64_t columns, double epsilon, const void *x,
                           const void *d, void *g, int64_t *exponent, int64_t *flushed);
} plateau_nonlinear;
#pragma clang attribute pop

#pragma clang assume_nonnull end

#endif
