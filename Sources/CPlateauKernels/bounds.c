#include "plateau_bounds.h"

#include "clones.h"

#define MAGNITUDE __builtin_fabs

CLONES void plateau_relax(int64_t count, plateau_lines lines, double *restrict a,
                          double *restrict sums) {
#pragma clang fp reassociate(on)
  const double *restrict lower = lines.lower_slope, *restrict upper = lines.upper_slope;
  const double *restrict below = lines.lower_intercept, *restrict above = lines.upper_intercept;
  const double *restrict error = lines.error;
  double constant = 0, errors = 0;
  for (int64_t i = 0; i < count; i++) {
    const double x = a[i];
    const double slope = x < 0 ? upper[i] : lower[i];
    const double intercept = x < 0 ? above[i] : below[i];
    constant += x * intercept;
    errors += MAGNITUDE(x) * error[i];
    a[i] = x * slope;
  }
  sums[0] = constant;
  sums[1] = errors;
}

CLONES void plateau_relax_pair(int64_t count, plateau_lines lines, double *restrict a,
                               double *restrict d, double *restrict sums) {
#pragma clang fp reassociate(on)
  const double *restrict lower = lines.lower_slope, *restrict upper = lines.upper_slope;
  const double *restrict below = lines.lower_intercept, *restrict above = lines.upper_intercept;
  const double *restrict error = lines.error;
  double own = 0, other = 0, errors = 0;
  for (int64_t i = 0; i < count; i++) {
    const double x = a[i], size = MAGNITUDE(x);
    const double half = 0.5 * lower[i], rest = 0.5 * upper[i];
    own += x * (x < 0 ? above[i] : below[i]);
    other -= x * (x < 0 ? below[i] : above[i]);
    errors += size * error[i];
    a[i] = x * (half + rest);
    d[i] = size * (rest - half);
  }
  sums[0] = own;
  sums[1] = other;
  sums[2] = errors;
}

CLONES void plateau_relax_split(int64_t count, plateau_lines lines, double *restrict m,
                                double *restrict d, double *restrict sums) {
#pragma clang fp reassociate(on)
  const double *restrict slope = lines.lower_slope, *restrict intercept = lines.lower_intercept;
  const double *restrict error = lines.error;
  double own = 0, other = 0, errors = 0;
  for (int64_t i = 0; i < count; i++) {
    const double x = m[i], y = d[i];
    own += x * intercept[i];
    other += y * intercept[i];
    errors += (MAGNITUDE(x) + MAGNITUDE(y)) * error[i];
    m[i] = x * slope[i];
    d[i] = y * slope[i];
  }
  sums[0] = own - other;
  sums[1] = -(own + other);
  sums[2] = errors;
}

CLONES void plateau_expand_pair(int64_t count, double *restrict m, double *restrict d) {
  for (int64_t i = 0; i < count; i++) {
    const double x = m[i], y = d[i];
    m[i] = x - y;
    d[i] = -(x + y);
  }
}

CLONES void plateau_concretize(int64_t count, const double *restrict a, const double *restrict c,
                               const double *restrict r, const double *restrict x,
                               double *restrict sums) {
#pragma clang fp reassociate(on)
  double center = 0, spread = 0, error = 0;
  for (int64_t i = 0; i < count; i++) {
    const double size = MAGNITUDE(a[i]);
    center += a[i] * c[i];
    spread += size * r[i];
    error += size * x[i];
  }
  sums[0] = center;
  sums[1] = spread;
  sums[2] = error;
}

CLONES void plateau_concretize_split(int64_t count, const double *restrict m,
                                     const double *restrict d, const double *restrict c,
                                     const double *restrict r, const double *restrict x,
                                     double *restrict sums) {
#pragma clang fp reassociate(on)
  double middle = 0, half = 0, own = 0, other = 0, error = 0;
  for (int64_t i = 0; i < count; i++) {
    middle += m[i] * c[i];
    half += d[i] * c[i];
    own += MAGNITUDE(m[i] - d[i]) * r[i];
    other += MAGNITUDE(m[i] + d[i]) * r[i];
    error += (MAGNITUDE(m[i]) + MAGNITUDE(d[i])) * x[i];
  }
  sums[0] = middle - half;
  sums[1] = -(middle + half);
  sums[2] = own;
  sums[3] = other;
  sums[4] = error;
}

CLONES void plateau_concretize_ball(int64_t count, const double *restrict a,
                                    const double *restrict c, double *restrict sums) {
#pragma clang fp reassociate(on)
  double center = 0, square = 0;
  for (int64_t i = 0; i < count; i++) {
    center += a[i] * c[i];
    square += a[i] * a[i];
  }
  sums[0] = center;
  sums[1] = square;
}
