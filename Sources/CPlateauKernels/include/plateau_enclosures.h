// Boxes of values that hold in real arithmetic, in double precision.
//
// Where a result is "not above" or "not below" a number, that is for the real number. No function
// allocates or keeps state, and arguments do not overlap.

#ifndef PLATEAU_ENCLOSURES_H
#define PLATEAU_ENCLOSURES_H

#include <stdint.h>

#pragma clang assume_nonnull begin

/// What a sum of products is made of but for the products: biases by unit, lengths of rows of
/// weights, and errors.
typedef struct {
  const double *bias, *length;
  /// Of a ball around the center; times the length.
  double reach;
  /// A bound of the relative error of sums, and what underflow takes.
  double gamma, tiny;
} plateau_sum_errors;

/// A column in which a row differs from its first one, and by how much.
typedef struct {
  double center, spread;
  int64_t column;
} plateau_difference;

/// Weights by column for some units at a time: `[panel][column][PLATEAU_PANEL]`, zero-filled, and the
/// sums of each unit's weights and of their magnitudes, zero-filled as well.
typedef struct {
  int64_t inputs, outputs;
  const double *weights, *sums, *magnitudes;
} plateau_panels;

#define PLATEAU_PANEL 24

/// Lists the columns with another center or spread than the first.
///
/// - Returns: Their number, at most `count - 1`, which differences has room for.
int64_t plateau_list_differences(int64_t count, const double *center, const double *spread,
                                 plateau_difference *differences);

/// The number of values of panels.
int64_t plateau_panels_size(int64_t inputs, int64_t outputs);

/// Fills panels, and both sums, from weights of shape `[outputs, inputs]`.
void plateau_pack_panels(int64_t inputs, int64_t outputs, const double *weights, double *panels,
                         double *sums, double *magnitudes);

// Functions without state, and tables of them, are for any thread.
#pragma clang attribute push(__attribute__((swift_attr("@Sendable"))), \
                             apply_to = any(field, record))
/// What depends on the level.
typedef struct {
  /// Whether all numbers are in [lower, upper]; NaN is not.
  int32_t (*all_within)(int64_t count, const double *x, double lower, double upper);
  /// low[i] not above x[i] - epsilon, or `lower` if that is more, and high[i] in the same way.
  void (*ball)(int64_t count, const double *x, double epsilon, double lower, double upper,
               double *low, double *high);
  /// center[i] near the middle of a box, and spread[i] not below its radius around it plus
  /// gamma |center[i]|.
  void (*centers)(int64_t count, const double *low, const double *high, double gamma,
                  double *center, double *spread);
  /// low, high = center + bias -+ (spread + errors) of `count` units. With `intersects` bounds that
  /// are tighter in low and high stay. Where a number is not finite both are 0 and the result is
  /// not.
  int32_t (*sums)(int64_t count, const double *center, const double *spread,
                  const plateau_sum_errors *errors, int32_t intersects, double *low,
                  double *high);
  /// Moves boxes through the logistic function, in place; see enclosures.inc for the proof.
  ///
  /// The ends are off by at most 2^-48 of themselves and 2^-1069.
  void (*sigmoid)(int64_t count, double *low, double *high);
  /// For each of `rows` rows of shape `[outputs]`:
  ///
  ///   centers = bases[2 row] sums + sum center w,  spreads = bases[2 row + 1] magnitudes
  ///             + sum spread |w|,
  ///
  /// where the differences of a row are those from starts[row] to before starts[row + 1], and are
  /// added in this order by fused products.
  void (*add_differences)(int64_t rows, const plateau_panels *panels, const double *bases,
                          const int64_t *starts, const plateau_difference *differences,
                          double *centers, double *spreads);
} plateau_enclosures;
#pragma clang attribute pop

#pragma clang assume_nonnull end

#endif
