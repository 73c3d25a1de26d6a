// Exponentials: x = k log(2) / 128 + r, exp(x) = 2^(k / 128) exp(r) by a table and a short series.
//
// P. Tang, "Table-driven implementation of the exponential function in IEEE floating-point
// arithmetic", 1989, with a larger table.
//
// Error of exp: half an ulp for the sum at the end. What is added there is below 0.0028 of it, and
// off by at most four roundings, 2^-51, of itself: 0.006 ulp; the series' rest is below 2^-60, the table's
// below 2^-105, that of r, by its subtraction and STEP_LOW's, below 2^-61. In all below 0.52.

#include "plateau_elementary.h"
#include "functions.inc"

#include "functions_exp.inc"

// log(2) / 128: its products with up to 18 bits are exact.
#define STEP_HIGH 0x1.62e42fef00000p-8
#define STEP_LOW 0x1.473de6af278edp-41
#define STEPS_PER_UNIT 0x1.71547652b82fep+7

// 2^(k / 128) (1 + t) for a small t, whatever the range of the result.
static INLINE double powered(int64_t k, double t) {
  const int64_t n = k >> 7;
  const double *entry = powers[k & 127];
  const uint64_t bits = bits_of(entry[0]);
  t += entry[1];
  // Far enough from subnormal numbers for s * t to be none.
  if (n >= -960 && n <= 1022) {
    const double s = from_bits(bits + ((uint64_t)n << 52));
    return s + s * t;
  }
  if (n > 0) {
    const double s = from_bits(bits + ((uint64_t)(n - 2) << 52));
    return 4 * (s + s * t);
  }
  // 2^1022 times the result, which then is rounded to a multiple of 2^-52.
  const double s = from_bits(bits + ((uint64_t)(n + 1022) << 52));
  const double rest = s * t, y = s + rest;
  if (y >= 1) return y * 0x1p-1022;
  const pair whole = ordered_sum(1, y);
  return (whole.high + (whole.low + ((s - y) + rest)) - 1) * 0x1p-1022;
}

// exp(r) - 1 for |r| <= 0.0028.
static INLINE double series(double r) {
  const double q = r * r;
  return r + q * ((0.5 + r * (1.0 / 6)) + q * (1.0 / 24 + r * (1.0 / 120)));
}

static INLINE double exp_of(double x, double low) {
  // Also of NaN.
  if (!(magnitude(x) < 746)) return x < 0 ? 0 : x > 0 ? INFINITE : x;
  const double shifted = x * STEPS_PER_UNIT + SHIFT, steps = shifted - SHIFT;
  const int64_t k = (int64_t)(bits_of(shifted) - bits_of(SHIFT));
  if (k > 1024 * 128) return INFINITE;
  const double r = (x - steps * STEP_HIGH) - steps * STEP_LOW;
  return powered(k, series(r + low));
}

double plateau_elementary_exp(double x) { return exp_of(x, 0); }

double plateau_exp_of_pair(double x, double low) { return exp_of(x, low); }

double plateau_elementary_exp2(double x) {
  if (!(magnitude(x) < 1076)) return x < 0 ? 0 : x > 0 ? INFINITE : x;
  if (x >= 1024) return INFINITE;
  const double shifted = x + SHIFT / 128, steps = shifted - SHIFT / 128;
  const int64_t k = (int64_t)(bits_of(shifted) - bits_of(SHIFT / 128));
  return powered(k, series((x - steps) * 0x1.62e42fefa39efp-1));
}

// (exp(x) - 1 - x - x^2 / 2) / x^3.
static const double expm1_series[] = {
  1.0 / 20922789888000.0, 1.0 / 1307674368000.0, 1.0 / 87178291200.0, 1.0 / 6227020800.0,
  1.0 / 479001600.0, 1.0 / 39916800.0, 1.0 / 3628800.0, 1.0 / 362880.0, 1.0 / 40320.0,
  1.0 / 5040.0, 1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0,
};

pair plateau_expm1_pair(double x) {
  if (magnitude(x) < 0.5) {
    // x + x^2 / 2 + x^3 (1/6 + ...)
    const pair square = product(x, x);
    const pair first = ordered_sum(x, 0.5 * square.high);
    return ordered_sum(first.high, first.low + 0.5 * square.low + x * square.high * POLYNOMIAL(expm1_series, x));
  }
  const double shifted = x * STEPS_PER_UNIT + SHIFT, steps = shifted - SHIFT;
  const int64_t k = (int64_t)(bits_of(shifted) - bits_of(SHIFT));
  const double r = (x - steps * STEP_HIGH) - steps * STEP_LOW;
  const double *entry = powers[k & 127];
  const double s = from_bits(bits_of(entry[0]) + ((uint64_t)(k >> 7) << 52));
  const pair first = sum(s, -1);
  return ordered_sum(first.high, first.low + s * (series(r) + entry[1]));
}

double plateau_elementary_expm1(double x) {
  if (x > 700) return exp_of(x, 0);
  // Above this the least bit of -1 is not reached.
  if (x < -40) return -1 + 0x1p-55;
  if (!(magnitude(x) >= 0x1p-54)) return x;
  return plateau_expm1_pair(x).high;
}

double plateau_elementary_tanh(double x) {
  const double size = magnitude(x);
  // Of NaN too.
  if (!(size >= 0x1p-27)) return x;
  if (size > 22) return with_sign(1, x);
  // With e = exp(2 |x|) - 1 it is e / (e + 2), whose relative error is at most that of e.
  const pair e = plateau_expm1_pair(2 * size);
  pair divisor = sum(e.high, 2);
  divisor.low += e.low;
  const pair result = quotient(e, divisor);
  return with_sign(result.high + result.low, x);
}
