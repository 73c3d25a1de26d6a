// Powers, by logarithms of twice the precision, and cube roots.

#include "plateau_elementary.h"
#include "functions.inc"

// Whether a finite number is an integer, and whether that is odd.
static INLINE int is_integer(double y) {
  return magnitude(y) >= 0x1p53 || (double)(int64_t)y == y;
}

static INLINE int is_odd(double y) {
  return magnitude(y) < 0x1p53 && (double)(int64_t)y == y && ((int64_t)y & 1);
}

// x^y for x > 0 and finite, other than 1, and a finite y other than 0.
static INLINE double positive_power(double x, double y) {
  const double size = magnitude(y);
  // |log(x)| is between 2^-53 and 745.
  if (size > 0x1p64) return (x > 1) == (y > 0) ? INFINITE : 0;
  if (size < 0x1p-65) return 1;
  const pair own = plateau_log_pair(x), exponent = product(y, own.high);
  return plateau_exp_of_pair(exponent.high, exponent.low + y * own.low);
}

double plateau_elementary_pow(double x, double y) {
  if (y == 0 || x == 1) return 1;
  if (x != x || y != y) return x + y;
  const double size = magnitude(x);
  if (magnitude(y) == INFINITE) {
    if (size == 1) return 1;
    return (size > 1) == (y > 0) ? INFINITE : 0;
  }
  const double sign = is_odd(y) ? x : 1;
  if (size == 0 || size == INFINITE) {
    return with_sign((size == 0) == (y > 0) ? 0 : INFINITE, sign);
  }
  if (x < 0 && !is_integer(y)) return NOT_A_NUMBER;
  return with_sign(size == 1 ? 1 : positive_power(size, y), sign);
}

double plateau_elementary_cbrt(double x) {
  double size = magnitude(x), scale = 1;
  // Of NaN too.
  if (!(size > 0 && size < INFINITE)) return x;
  if (size < 0x1p-1022) {
    size *= 0x1p54;
    scale = 0x1p-18;
  } else if (size > 0x1p1000) {
    size *= 0x1p-54;
    scale = 0x1p18;
  }
  // A third of the exponent and of the fraction, within 4 percent of the root.
  double t = from_bits(bits_of(size) / 3 + UINT64_C(0x2a9f7893782da1ce));
  // E. Halley's method twice: each leaves two thirds of the cube of the error.
  for (int i = 0; i < 2; i++) {
    const double cube = t * t * t;
    t *= (cube + 2 * size) / (2 * cube + size);
  }
  // And with a root of 26 bits, whose square is exact.
  t = upper(t);
  const double r = size / (t * t);
  return with_sign((t + t * ((r - t) / (2 * t + r))) * scale, x);
}
