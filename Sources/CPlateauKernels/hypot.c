// The lengths of vectors of two numbers, of which glibc has a new version since 2.35. Nothing here calls
// them, but swift-numerics refers to them: with these the program runs beside an older glibc, too.
//
// Both numbers are divided by a power of two, exactly but for what underflows beside the larger one, so that no
// square overflows. The result is off by less than one in the last place in double precision, and rounded
// once more from a double in single.

#include <math.h>

#if defined(__linux__)

double hypot(double x, double y) {
  double larger = fmax(fabs(x), fabs(y)), smaller = fmin(fabs(x), fabs(y));
  // An infinite one is infinite beside anything, even what is no number.
  if (isinf(x) || isinf(y)) return (double)INFINITY;
  if (isnan(x) || isnan(y)) return x + y;
  if (larger == 0) return 0;
  int exponent;
  (void)frexp(larger, &exponent);
  larger = ldexp(larger, -exponent);
  smaller = ldexp(smaller, -exponent);
  double square = larger * larger, rest = smaller * smaller;
  double root = sqrt(square + rest);
  // A step of Newton's from the remainder, whose products are exact.
  rest += fma(larger, larger, -square);
  root += (fma(-root, root, square) + rest) / (2 * root);
  return ldexp(root, exponent);
}

float hypotf(float x, float y) {
  if (isinf(x) || isinf(y)) return INFINITY;
  double a = x, b = y;
  return (float)sqrt(a * a + b * b);
}

#endif
