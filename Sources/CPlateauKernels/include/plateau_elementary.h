// Elementary functions of one double, the same bits on every machine.
//
// Each is made of + - * / and operations on bits: nothing is fused, and no library is called. Special
// values are those of IEEE 754-2019, section 9.2.1; subnormal arguments and results are kept. Errors
// are the largest found, in units in the last place; Tests/PlateauNumericsTests/Elementary has them.

#ifndef PLATEAU_ELEMENTARY_H
#define PLATEAU_ELEMENTARY_H

// The exponential, within 0.52; 2^x, within 0.52; exp(x) - 1, within 0.7.
double plateau_elementary_exp(double x);
double plateau_elementary_exp2(double x);
double plateau_elementary_expm1(double x);

// The natural logarithm, within 0.7; log(1 + x), within 0.7.
double plateau_elementary_log(double x);
double plateau_elementary_log1p(double x);
// The logarithms to the bases 2 and 10, within 0.51; exact for powers of the base.
double plateau_elementary_log2(double x);
double plateau_elementary_log10(double x);

// x^y, within 0.52; exact where that is a double.
double plateau_elementary_pow(double x, double y);
// The cube root, within 0.7; exact for cubes.
double plateau_elementary_cbrt(double x);

// The hyperbolic tangent, within 0.7, and its inverse, within 0.7.
double plateau_elementary_tanh(double x);
double plateau_elementary_atanh(double x);

// Cosine and sine for |x| <= 2^20, within 0.8; NaN beyond.
double plateau_elementary_cos(double x);
double plateau_elementary_sin(double x);

// The complementary error function, within 4.5.
double plateau_elementary_erfc(double x);
// The logarithm of the gamma function for x > 0, within 6; NaN for other numbers.
double plateau_elementary_lgamma(double x);

#endif
