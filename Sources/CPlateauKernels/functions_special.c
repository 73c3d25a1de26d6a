// The complementary error function and the logarithm of the gamma function.
//
// M. Shepherd and J. Laframboise, "Chebyshev approximation of (1 + 2x) exp(x^2) erfc x in
// 0 <= x < infinity", 1981; Stirling's series, and the recurrence of the gamma function.

#include "plateau_elementary.h"
#include "functions.inc"

#include "functions_fits.inc"

// (erf(x) sqrt(pi) / 2 - x) / x^3 in x^2.
static const double erf_series[] = {
  1.0 / 11975040000, -1.0 / 918086400, 1.0 / 76204800, -1.0 / 6894720, 1.0 / 685440, -1.0 / 75600,
  1.0 / 9360, -1.0 / 1320, 1.0 / 216, -1.0 / 42, 1.0 / 10, -1.0 / 3,
};

double plateau_elementary_erfc(double x) {
  const double size = magnitude(x);
  if (x != x) return x;
  if (size > 28) return x < 0 ? 2 : 0;
  if (size < 0x1p-54) return 1;
  if (size < 0.5) {
    // 1 - erf(x), by its Taylor series.
    const double q = x * x;
    return 1 - 0x1.20dd750429b6dp+0 * (x + x * q * POLYNOMIAL(erf_series, q));
  }
  const pair square = product(size, size);
  const double fit = POLYNOMIAL(scaled_erfc, (size - 3.75) / (size + 3.75));
  const double value = plateau_exp_of_pair(-square.high, -square.low) * (fit / (1 + 2 * size));
  return x < 0 ? 2 - value : value;
}

// log gamma(1 + t) for t from 0 to 1.
static INLINE double log_gamma_near(double t) {
  return t * (t - 1) * POLYNOMIAL(log_gamma_shape, t - 0.5);
}

// Stirling's series times x, in 1 / x^2.
static const double stirling_series[] = {
  -3617.0 / 122400, 1.0 / 156, -691.0 / 360360, 1.0 / 1188, -1.0 / 1680, 1.0 / 1260, -1.0 / 360,
  1.0 / 12,
};

// (log(2 pi) - 1) / 2
#define STIRLING_CONSTANT 0x1.acfe390c97d69p-2

double plateau_elementary_lgamma(double x) {
  if (!(x > 0)) return NOT_A_NUMBER;
  // Both are zeros without a sign.
  if (x == 1 || x == 2) return 0;
  if (x < 1) return log_gamma_near(x) - plateau_elementary_log(x);
  if (x < 10) {
    double factor = 1;
    while (x > 2) {
      x -= 1;
      factor *= x;
    }
    const double rest = log_gamma_near(x - 1);
    return factor == 1 ? rest : rest + plateau_elementary_log(factor);
  }
  const double whole = (x - 0.5) * (plateau_elementary_log(x) - 1);
  if (whole > 0x1p60) return whole;
  const double u = 1 / x, q = u * u;
  return whole + (STIRLING_CONSTANT + u * POLYNOMIAL(stirling_series, q));
}
