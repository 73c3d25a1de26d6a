// Products of matrices, for float (_f32) and double (_f64).
//
// Every element is a sum of chains of 512 products, the last of fewer, that are added in order: a
// chain is s = 0, then s = fma(a_p, b_p, s) for p ascending. It depends on its row and its column
// alone: not on the sizes, on where it stands, on the level, or on what is computed beside it. Its
// error is at most gamma(k + 1) times the sum of |a_p b_p|, and for long sums about gamma(512 + k /
// 512).

#ifndef PLATEAU_PRODUCTS_H
#define PLATEAU_PRODUCTS_H

#include <stdint.h>

/// op(a) is [m, k], op(b) is [k, n], c is [m, n]; all row by row, with the distances between rows as
/// stored.
typedef struct {
  int64_t m, n, k;
  int64_t stride_a, stride_b, stride_c;
  int32_t transposes_a, transposes_b;
  /// Whether chains are added to what c holds.
  int32_t accumulates;
} plateau_product;

#define PLATEAU_DECLARE(T, suffix)                                                               \
  /* The product; what is packed of b lies in memory of the thread. */                           \
  void (*_Nonnull multiply_##suffix)(const plateau_product *_Nonnull, const T *_Nonnull a,        \
                                     const T *_Nonnull b, T *_Nonnull c);                        \
  /* The number of elements of a packed b. */                                                    \
  int64_t (*_Nonnull packed_size_##suffix)(int64_t n, int64_t k);                                \
  /* Packs b for many products; of the shape n, k, stride_b and transposes_b are read. `packed`  \
     is aligned to 64 bytes, and of use at this level alone. */                                  \
  void (*_Nonnull pack_##suffix)(const plateau_product *_Nonnull, const T *_Nonnull b,            \
                                 T *_Nonnull packed);                                            \
  /* The product with a packed b, whose stride and transposition no longer matter. */            \
  void (*_Nonnull multiply_packed_##suffix)(const plateau_product *_Nonnull,                     \
                                            const T *_Nonnull a, const T *_Nonnull packed,       \
                                            T *_Nonnull c);

/// The products of a level.
typedef struct {
  PLATEAU_DECLARE(float, f32)
  PLATEAU_DECLARE(double, f64)
} plateau_products;
#undef PLATEAU_DECLARE

/// The products of a level that this processor runs; null for others.
const plateau_products *_Nullable plateau_products_at(int level);

#endif
