// Products of matrices, for float (_f32) and double (_f64).
//
// Every element is the sequential fused sum: c = 0, then c = fma(a_p, b_p, c) for p ascending. It
// depends on its row and its column alone: not on the sizes, on where it stands, on the level, or
// on what is computed beside it. Its error is at most gamma(k) times the sum of |a_p b_p|.

#ifndef PLATEAU_PRODUCTS_H
#define PLATEAU_PRODUCTS_H

#include <stdint.h>

/// op(a) is [m, k], op(b) is [k, n], c is [m, n]; all row by row, with the distances between rows as
/// stored.
typedef struct {
  int64_t m, n, k;
  int64_t stride_a, stride_b, stride_c;
  int32_t transposes_a, transposes_b;
  /// Whether sums go on from what c holds.
  int32_t accumulates;
} plateau_product;

/// The products of a level.
typedef struct {
  void (*_Nonnull multiply_f32)(const plateau_product *_Nonnull, const float *_Nonnull a,
                                const float *_Nonnull b, float *_Nonnull c);
  void (*_Nonnull multiply_f64)(const plateau_product *_Nonnull, const double *_Nonnull a,
                                const double *_Nonnull b, double *_Nonnull c);
} plateau_products;

/// The products of a level that this processor runs; null for others.
const plateau_products *_Nullable plateau_products_at(int level);

#endif
