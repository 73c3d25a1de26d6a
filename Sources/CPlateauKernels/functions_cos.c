// Cosine and sine: x = k pi / 2 + r, and the Taylor series of one or the other of r.
//
// W. Cody and W. Waite, "Software Manual for the Elementary Functions", 1980, chapter 8: pi / 2 in
// parts whose products with k are exact.

#include "plateau_elementary.h"
#include "functions.inc"

#define HALF_PI_1 0x1.921fb54400000p+0
#define HALF_PI_2 0x1.0b4611a600000p-34
#define HALF_PI_3 0x1.3198a2e037073p-69
#define TWO_OVER_PI 0x1.45f306dc9c883p-1

// (sin(r) - r) / r^3 in r^2.
static const double sine_series[] = {
  1.0 / 355687428096000.0, -1.0 / 1307674368000.0, 1.0 / 6227020800.0, -1.0 / 39916800.0,
  1.0 / 362880.0, -1.0 / 5040.0, 1.0 / 120.0, -1.0 / 6.0,
};

// (cos(r) - 1 + r^2 / 2) / r^4 in r^2.
static const double cosine_series[] = {
  -1.0 / 6402373705728000.0, 1.0 / 20922789888000.0, -1.0 / 87178291200.0, 1.0 / 479001600.0,
  -1.0 / 3628800.0, 1.0 / 40320.0, -1.0 / 720.0, 1.0 / 24.0,
};

// sin(r + low) for |r| <= 0.79.
static INLINE double sine(double r, double low) {
  const double q = r * r;
  return r + (r * q * POLYNOMIAL(sine_series, q) + low * (1 - 0.5 * q));
}

// cos(r + low) for |r| <= 0.79.
static INLINE double cosine(double r, double low) {
  const pair square = product(r, r);
  const double q = square.high;
  const pair first = ordered_sum(1, -0.5 * q);
  const double rest = q * q * POLYNOMIAL(cosine_series, q);
  return first.high + (first.low + (rest - 0.5 * square.low - r * low));
}

// cos(x + turns pi / 2).
static INLINE double turned(double x, uint64_t turns) {
  if (!(magnitude(x) <= 0x1p20)) return NOT_A_NUMBER;
  const double shifted = x * TWO_OVER_PI + SHIFT, k = shifted - SHIFT;
  const pair front = sum(x - k * HALF_PI_1, -(k * HALF_PI_2));
  const pair back = sum(front.high, -(k * HALF_PI_3));
  const double r = back.high, low = back.low + front.low;
  switch ((bits_of(shifted) - bits_of(SHIFT) + turns) & 3) {
    case 0: return cosine(r, low);
    case 1: return -sine(r, low);
    case 2: return -cosine(r, low);
    default: return sine(r, low);
  }
}

double plateau_elementary_cos(double x) { return turned(x, 0); }

double plateau_elementary_sin(double x) { return x == 0 ? x : turned(x, 3); }
