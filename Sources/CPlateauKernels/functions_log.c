// Logarithms: x = 2^k z, with a short number c near 1 / z, log(x) = k log(2) - log(c) + log(1 + r)
// with r = c z - 1, by a table and a series.
//
// P. Tang, "Table-driven implementation of the logarithm function in IEEE floating-point
// arithmetic", 1990, with short inverses, so that r is exact as a pair.

#include "plateau_elementary.h"
#include "functions.inc"

#include "functions_log.inc"

// log(2): a multiple of 2^-42, whose products with exponents are exact, and the rest.
#define LN2_HIGH 0x1.62e42fefa3800p-1
#define LN2_LOW 0x1.ef35793c76730p-45

// x = 2^k z with z in [0.6875, 1.375), and the entry of the table for z.
typedef struct {
  double k;
  const double *entry;
  // c z - 1, exactly as an unordered sum.
  double front;
  double back;
} reduction;

static INLINE reduction reduced(double x) {
  const uint64_t bits = bits_of(x), offset = bits - (UINT64_C(0x3fe6) << 48);
  const int64_t k = (int64_t)offset >> 52;
  const double z = from_bits(bits - ((uint64_t)k << 52));
  const double *entry = inverses[(offset >> 45) & 127];
  const double zh = from_bits(bits_of(z) & ~((UINT64_C(1) << 20) - 1));
  return (reduction){(double)k, entry, zh * entry[0] - 1, (z - zh) * entry[0]};
}

// log(1 + r) - r + r^2 / 2 for |r| <= 1/32.
static INLINE double wide_series(double r) {
  const double q = r * r, f = q * q;
  const double a = (1.0 / 3 - r * (1.0 / 4)) + q * (1.0 / 5 - r * (1.0 / 6));
  const double b = (1.0 / 7 - r * (1.0 / 8)) + q * (1.0 / 9 - r * (1.0 / 10));
  const double c = 1.0 / 11 - r * (1.0 / 12);
  return r * q * (a + f * (b + f * c));
}

// log(1 + r + low) for |r| <= 1/32.
static INLINE double near_one(double r, double low) {
  const double h = upper(r), rest = r - h;
  // r - h^2 / 2, where the square is exact.
  const pair first = ordered_sum(r, -0.5 * h * h);
  return first.high + (first.low - 0.5 * rest * (r + h) + wide_series(r) + low * (1 - r));
}

// log(2^more x) + small for a normal x.
static INLINE double far_from_one(double x, double more, double small) {
  reduction it = reduced(x);
  it.k += more;
  const double r = it.front + it.back, q = r * r;
  const double p = (-0.5 + r * (1.0 / 3)) + q * (-(1.0 / 4) + r * (1.0 / 5))
      + q * q * (-(1.0 / 6) + r * (1.0 / 7));
  const double whole = it.k * LN2_HIGH + it.entry[1];
  const pair first = ordered_sum(whole, r);
  return first.high + (first.low + (it.k * LN2_LOW + it.entry[2]) + small + q * p);
}

// The logarithm of what is not a finite number above 0.
static INLINE double special(double x) {
  if (x == 0) return -INFINITE;
  return x < 0 ? NOT_A_NUMBER : x;
}

double plateau_elementary_log(double x) {
  const double r = x - 1;
  if (magnitude(r) < 0x1p-5) return near_one(r, 0);
  // Neither normal nor above 0.
  if (bits_of(x) - (UINT64_C(1) << 52) >= (UINT64_C(0x7fe) << 52)) {
    if (!(x > 0 && x < INFINITE)) return special(x);
    return far_from_one(x * 0x1p52, -52, 0);
  }
  return far_from_one(x, 0, 0);
}

double plateau_log1p_of_pair(double x, double low) {
  if (magnitude(x) < 0x1p-5) return near_one(x, low);
  const pair u = sum(1, x);
  return far_from_one(u.high, 0, (u.low + low) / u.high);
}

double plateau_elementary_log1p(double x) {
  if (!(x > -1 && x < INFINITE)) return x == -1 ? -INFINITE : special(x);
  if (magnitude(x) < 0x1p-54) return x;
  return plateau_log1p_of_pair(x, 0);
}

pair plateau_log_pair(double x) {
  const int isSubnormal = x < 0x1p-1022;
  const reduction it = reduced(isSubnormal ? x * 0x1p52 : x);
  const double k = isSubnormal ? it.k - 52 : it.k;
  const pair r = sum(it.front, it.back), square = product(r.high, r.high);
  const double a = r.high, q = square.high;
  const double p = (1.0 / 3 - a * (1.0 / 4)) + q * (1.0 / 5 - a * (1.0 / 6))
      + q * q * ((1.0 / 7 - a * (1.0 / 8)) + q * (1.0 / 9 - a * (1.0 / 10)));
  const pair first = sum(k * LN2_HIGH + it.entry[1], a);
  const pair second = sum(first.high, -0.5 * q);
  const double small = (k * LN2_LOW + it.entry[2]) + r.low - 0.5 * square.low - a * r.low;
  return ordered_sum(second.high, first.low + second.low + (small + a * q * p));
}

// The logarithm times a constant.
static INLINE double to_base(double x, double high, double low) {
  if (!(x > 0 && x < INFINITE)) return special(x);
  const pair own = plateau_log_pair(x), result = product(own.high, high);
  return result.high + (result.low + (own.high * low + own.low * high));
}

double plateau_elementary_log2(double x) {
  return to_base(x, 0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56);
}

double plateau_elementary_log10(double x) {
  return to_base(x, 0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57);
}

double plateau_elementary_atanh(double x) {
  const double size = magnitude(x);
  if (!(size >= 0x1p-27)) return x;
  if (size >= 1) return size == 1 ? x / 0.0 : NOT_A_NUMBER;
  // log((1 + x) / (1 - x)) / 2
  const pair t = quotient((pair){2 * size, 0}, sum(1, -size));
  return with_sign(0.5 * plateau_log1p_of_pair(t.high, t.low), x);
}
