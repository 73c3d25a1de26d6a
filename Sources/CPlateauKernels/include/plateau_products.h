// Products of matrices, for float and double as plateau_kernels.h has them.
//
// Every element is a sum of chains of 512 products, the last of fewer, that are added in order: a
// chain is s = 0, then s = fma(a_p, b_p, s) for p ascending, and at last s + 0. It depends on its row
// and its column alone: not on the sizes, on where it stands, on the level, or on what is computed
// beside it. Its error is at most gamma(k + 1) times the sum of |a_p b_p|, and for long sums about
// gamma(512 + k / 512). Products of a zero and a finite number may be left out: the sum is the same.

#ifndef PLATEAU_PRODUCTS_H
#define PLATEAU_PRODUCTS_H

#include <stdint.h>

#pragma clang assume_nonnull begin

/// op(a) is [m, k], op(b) is [k, n], c is [m, n]; all row by row, with the distances between rows as
/// stored.
typedef struct {
  int64_t m, n, k;
  int64_t stride_a, stride_b, stride_c;
  int32_t transposes_a, transposes_b;
  /// Whether chains are added to what c holds.
  int32_t accumulates;
} plateau_product;

// Functions without state, and tables of them, are for any thread.
#pragma clang attribute push(__attribute__((swift_attr("@Sendable"))), \
                             apply_to = any(field, record))
/// All of one type.
typedef struct {
  /// The product; what is packed of b lies in memory of the thread.
  void (*multiply)(const plateau_product *shape, const void *a, const void *b, void *c);
  /// The number of elements of a packed b.
  int64_t (*packed_size)(int64_t n, int64_t k);
  /// Packs b for many products; of the shape n, k, stride_b and transposes_b are read. `packed` is
  /// aligned to 64 bytes, and of use at this level alone.
  void (*pack)(const plateau_product *shape, const void *b, void *packed);
  /// The product with a packed b, whose stride and transposition no longer matter.
  void (*multiply_packed)(const plateau_product *shape, const void *a, const void *packed, void *c);
} plateau_products;
#pragma clang attribute pop

#pragma clang assume_nonnull end

#endif
