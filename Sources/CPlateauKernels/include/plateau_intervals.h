// Interval arithmetic for training, rounded to nearest, for float and double as plateau_kernels.h has
// them.
//
// A box is kept as centers c and radii r >= 0, the interval [c - r, c + r] of each value. Sums over
// units are of sixteen lanes, as in lanes.inc, and those over a row of weights are fused. No
// function allocates or keeps state, and arguments do not overlap.

#ifndef PLATEAU_INTERVALS_H
#define PLATEAU_INTERVALS_H

#include <stdint.h>

#include "plateau_kernels.h"

#pragma clang assume_nonnull begin

/// Sums over the units of a layer, with their centers c: all, those whose interval is positive, and
/// those whose interval is negative.
typedef struct {
  double radius, center;
  double active, active_center, active_square;
  double inactive, inactive_center, inactive_square;
} plateau_interval_sums;

/// What is added to signals: `all` to that of every center, and to those of positive intervals
/// active + active_slope c, of negative ones inactive + inactive_slope c; `radius` to that of every
/// radius.
typedef struct {
  double all, active, active_slope, inactive, inactive_slope, radius;
} plateau_interval_pull;

// Functions without state, and tables of them, are for any thread.
#pragma clang attribute push(__attribute__((swift_attr("@Sendable"))), \
                             apply_to = any(field, record))
/// All of one type.
typedef struct {
  /// The box of all values within epsilon of x that lie in [lower, upper].
  void (*ball)(int64_t count, const void *x, double epsilon, double lower, double upper,
               void *center, void *radius);
  void (*magnitudes)(int64_t count, const void *x, void *target);
  /// first, second = factor (first - second), factor (first + second): with factor 1 centers and
  /// radii to ends, with 1/2 the transpose of `to_centers` with 1/2.
  void (*to_ends)(int64_t count, double factor, void *first, void *second);
  /// first, second = factor (first + second), factor (second - first): with factor 1/2 ends to
  /// centers and radii, with 1 the transpose of `to_ends` with 1.
  void (*to_centers)(int64_t count, double factor, void *first, void *second);
  /// The box of activation(z + bias), in place, over the box of z, with the ends of z + bias and
  /// the slopes there; of functions after the first five, the slopes where the least and the
  /// largest value are attained, 0 between the ends. Adds to `complement` the sum of the largest
  /// values of the complementary function on each interval.
  void (*activate)(plateau_function function, int64_t rows, int64_t columns, void *center,
                   void *radius, const void *bias, void *lower, void *upper, void *slope_lower,
                   void *slope_upper, double *complement);
  /// Signals at the box of an activation to those at the box of what enters it, in place, with the
  /// gradient of weight times the largest complementary function added.
  void (*backward)(plateau_function function, int64_t count, void *center, void *radius,
                   const void *lower, const void *upper, const void *slope_lower,
                   const void *slope_upper, double weight);
  void (*sums)(int64_t count, const void *lower, const void *upper, plateau_interval_sums *sums);
  void (*pull)(int64_t count, const void *lower, const void *upper,
               const plateau_interval_pull *pull, void *center, void *radius);
  /// target += sign(weights) gradient.
  void (*add_signed)(int64_t count, const void *weights, const void *gradient, void *target);
  /// The largest z_k - z_label by row over a box of inputs, for z = weights x + bias; 0 for the
  /// label. `logits` holds weights * centers before.
  void (*margins)(int64_t rows, int64_t classes, int64_t inputs, const void *weights,
                  const void *bias, const int32_t *labels, const void *radius, void *logits);
  /// Signals at these differences to those at the radii, of shape [rows][inputs]; overwritten.
  void (*margins_back)(int64_t rows, int64_t classes, int64_t inputs, const void *weights,
                       const int32_t *labels, const void *signal, void *target);
  /// Adds to the gradient of `count` rows of the weights, from `first` on, what their magnitudes
  /// contribute.
  void (*margins_gradient)(int64_t rows, int64_t classes, int64_t inputs, int64_t first,
                           int64_t count, const void *weights, const int32_t *labels,
                           const void *signal, const void *radius, void *gradient);
} plateau_intervals;
#pragma clang attribute pop

#pragma clang assume_nonnull end

#endif
