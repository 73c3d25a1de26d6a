// Vectors of searches, in double precision.
//
// Sums have eight lanes: lane i adds up the elements i, i + 8, ... one after the other, products and
// sums rounded apart. Lanes i and i + 4 are added, then these four in order, then the elements left
// over. A mask is 1 where a value may move, and 0 where it is held. No function allocates or keeps
// state, and what is written overlaps nothing.

#ifndef PLATEAU_SEARCHES_H
#define PLATEAU_SEARCHES_H

#include <stdint.h>

#pragma clang assume_nonnull begin

// Functions without state, and tables of them, are for any thread.
#pragma clang attribute push(__attribute__((swift_attr("@Sendable"))), \
                             apply_to = any(field, record))
/// All of them.
typedef struct {
  /// sum a b.
  double (*dot)(int64_t count, const double *a, const double *b);
  /// sum (a - c) b.
  double (*dot_of_difference)(int64_t count, const double *a, const double *c, const double *b);
  /// sum a f and sum f f with f = b mask, in four lanes.
  void (*curvature)(int64_t count, const double *a, const double *b, const double *mask,
                    double *product, double *square);
  /// a - c.
  void (*subtract)(int64_t count, const double *a, const double *c, double *difference);
  /// target += factor a mask.
  void (*add_masked)(int64_t count, double factor, const double *a, const double *mask,
                     double *target);
  /// The mask that holds values at an end of [lower, upper] which the gradient pushes outwards, and
  /// the descent along the others; returns its largest magnitude, NaN left out.
  double (*descend)(int64_t count, const double *point, const double *gradient, double lower,
                    double upper, double *mask, double *direction);
  /// point + step direction, moved into [lower, upper].
  void (*advance)(int64_t count, const double *point, const double *direction, double step,
                  double lower, double upper, double *target);
  /// (1 - bias) (point + overshoot way) + bias (origin + overshoot way_of_origin), moved into
  /// [lower, upper] and rounded to single, in the place of the point.
  void (*advance_between)(int64_t count, double *point, const double *way, const double *origin,
                          const double *way_of_origin, double bias, double overshoot, double lower,
                          double upper);
  /// The largest |a - b|, NaN left out.
  double (*largest_difference)(int64_t count, const double *a, const double *b);
} plateau_searches;
#pragma clang attribute pop

#pragma clang assume_nonnull end

#endif
