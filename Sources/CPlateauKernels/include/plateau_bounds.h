// Rows of coefficients that go back through linear bounds, in double precision. Boxes are in
// plateau_enclosures.h.
//
// A row a stands for the functional sum a[i] v[i] + constant, which is to be bounded from below. Of
// a pair of rows, a and -a, the second need not be stored; behind lines it is stored as m and d with
//
//   a = m - d,   (-a) = -(m + d).
//
// Sums are of sixteen lanes, as in lanes.inc: fused products, lane i of the elements i, i + 16, ...
// No function allocates or keeps state.

#ifndef PLATEAU_BOUNDS_H
#define PLATEAU_BOUNDS_H

#include <stdint.h>

#pragma clang assume_nonnull begin

/// Lines lower_slope[i] s + lower_intercept[i] <= v[i] <= upper_slope[i] s + upper_intercept[i], and
/// what a unit of a coefficient costs by rounding.
typedef struct {
  const double *lower_slope, *upper_slope, *lower_intercept, *upper_intercept, *error;
} plateau_lines;

// Functions without state, and tables of them, are for any thread.
#pragma clang attribute push(__attribute__((swift_attr("@Sendable"))), \
                             apply_to = any(field, record))
/// All of them.
typedef struct {
  /// a[i] times the slope of the lower line, or of the upper line where a[i] < 0, in place.
  /// sums: the intercepts, times a; and sum |a[i]| error[i].
  void (*relax)(int64_t count, plateau_lines lines, double *a, double *sums);
  /// The same for a pair a, -a: m in the place of a, and d. sums: the intercepts of the lower lines
  /// times the positive part of a, of the upper ones times the negative part; both for -a; and
  /// sum |a[i]| error[i].
  void (*relax_pair)(int64_t count, plateau_lines lines, double *a, double *d, double *sums);
  /// A split pair through lines that are the same, in place. sums as above.
  void (*relax_split)(int64_t count, plateau_lines lines, double *m, double *d, double *sums);
  /// m - d and -(m + d), in place.
  void (*expand_pair)(int64_t count, double *m, double *d);
  /// sums: sum a c, sum |a| r, sum |a| x.
  void (*concretize)(int64_t count, const double *a, const double *c, const double *r,
                     const double *x, double *sums);
  /// sums: sum (m - d) c, sum -(m + d) c, sum |m - d| r, sum |m + d| r, sum (|m| + |d|) x.
  void (*concretize_split)(int64_t count, const double *m, const double *d, const double *c,
                           const double *r, const double *x, double *sums);
  /// sums: sum a c, sum a^2.
  void (*concretize_ball)(int64_t count, const double *a, const double *c, double *sums);
  /// Where sum a x is least in the box: x[i] = c[i] - r[i], or + r[i] where a[i] < 0.
  void (*corner)(int64_t count, const double *a, const double *c, const double *r, double *x);
} plateau_bounds;
#pragma clang attribute pop

#pragma clang assume_nonnull end

#endif
