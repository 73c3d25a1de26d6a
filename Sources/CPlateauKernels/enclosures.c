#include "plateau_enclosures.h"

#include <float.h>

#include "clones.h"
#include "double.inc"
#include "elementary.inc"

// A factor that makes a result of at most four roundings no smaller than the exact one, and more
// than an operation can lose by underflow.
#define UP (1 + 0x1p-50)
#define TINY DBL_MIN

CLONES int32_t plateau_all_within(int64_t count, const double *x, double lower, double upper) {
  int64_t outside = 0;
  for (int64_t i = 0; i < count; i++) outside |= !(x[i] >= lower) | !(x[i] <= upper);
  return outside == 0;
}

// The next number above or below a finite one.
static INLINE double next(double x, int64_t direction) {
  int64_t bits;
  __builtin_memcpy(&bits, &x, sizeof bits);
  bits += x < 0 ? -direction : direction;
  double moved;
  __builtin_memcpy(&moved, &bits, sizeof moved);
  return x == 0 ? (double)direction * 0x1p-1074 : moved;
}

CLONES void plateau_enclose_ball(int64_t count, const double *restrict x, double epsilon,
                                 double lower, double upper, double *restrict low,
                                 double *restrict high) {
  const int64_t moves = epsilon == 0 ? 0 : 1;
  for (int64_t i = 0; i < count; i++) {
    const double below = x[i] - epsilon, above = x[i] + epsilon;
    const double least = moves ? next(below, -1) : below, most = moves ? next(above, 1) : above;
    low[i] = least < lower ? lower : least;
    high[i] = most > upper ? upper : most;
  }
}

CLONES void plateau_enclose_centers(int64_t count, const double *restrict low,
                                    const double *restrict high, double gamma,
                                    double *restrict center, double *restrict spread) {
  for (int64_t i = 0; i < count; i++) {
    const double c = 0.5 * low[i] + 0.5 * high[i];
    const double above = high[i] - c, below = c - low[i];
    const double radius = (above > below ? above : below) * UP;
    center[i] = c;
    spread[i] = (radius + gamma * __builtin_fabs(c)) * UP + TINY;
  }
}

CLONES int32_t plateau_enclose_sums(int64_t count, const double *restrict center,
                                    const double *restrict spread,
                                    const plateau_sum_errors *errors, int32_t intersects,
                                    double *restrict low, double *restrict high) {
  const double *restrict bias = errors->bias, *restrict length = errors->length;
  const double reach = errors->reach, gamma = errors->gamma, tiny = errors->tiny;
  const double up = 1 + 2 * gamma;
  int64_t lost = 0;
  for (int64_t i = 0; i < count; i++) {
    const double c = center[i] + bias[i];
    double r = spread[i] + gamma * __builtin_fabs(bias[i]);
    r = (r + reach * length[i]) * up + tiny;
    // The two sums below are rounded, too.
    r += (__builtin_fabs(c) + r) * 0x1p-51;
    double least = c - r, most = c + r;
    // Written so that NaN stays.
    if (intersects) {
      least = least < low[i] ? low[i] : least;
      most = most > high[i] ? high[i] : most;
    }
    const int64_t is_finite = (__builtin_fabs(least) <= DBL_MAX) & (__builtin_fabs(most) <= DBL_MAX);
    low[i] = is_finite ? least : 0;
    high[i] = is_finite ? most : 0;
    lost |= !is_finite;
  }
  return lost != 0;
}

// sigma(z) by e = exp(-|z|), and how far it can be off. With u = 2^-53, and whether or not products
// and sums are fused:
//
// - n = nearest(x log2 e) has |n| <= 1076, and |x - n ln 2| < 0.3468. n LN2_HIGH is exact, of 32 and
//   11 bits. The differences x - n LN2_HIGH and that less n LN2_LOW are below 1/2 and rounded by u/4
//   at most; n LN2_LOW is below 2.1e-7, and what rounding it and LN2_LOW cost below 1e-6 u. r is
//   off by less than 0.51 u in all, and exp(r) by 0.51 u of itself.
// - The series ends after r^13 / 13!. The rest is below 4.4e-18 < 0.04 u, and that below 0.06 u of
//   exp(r) > 0.7.
// - Horner's scheme: with an error E in p, a step p r + c has 0.35 E, and rounds c <= 1 unless it is
//   exact, a product below 1/2 and a sum below 2: less than u/6 + u/4 + u. So E < 2.2 u throughout,
//   which is below 3.2 u of exp(r).
// - e is off by less than 4 u of itself, and below the normal range by 2^-1074 more.
// - 1 + e is off by 4 u e / (1 + e) + u of itself, and the quotient is rounded once more. Where z < 0
//   the error of e is above the line, too, and what remains of it is 4 u / (1 + e). In both cases
//   the result is off by less than 6 u and terms of u^2, less than 8 u = 2^-50.
//
// 2^-49 of the computed value is more than that and the two roundings of moving it, and 2^-1070 more
// than what is lost below the normal range.
static INLINE double sigmoid(double z) {
  const double e = exp_f64(-__builtin_fabs(z));
  return (z < 0 ? e : 1) / (1 + e);
}

CLONES void plateau_enclose_sigmoid(int64_t count, double *restrict low, double *restrict high) {
  for (int64_t i = 0; i < count; i++) {
    const double a = sigmoid(low[i]), b = sigmoid(high[i]);
    const double least = a - (a * 0x1p-49 + 0x1p-1070), most = b + (b * 0x1p-49 + 0x1p-1070);
    low[i] = least < 0 ? 0 : least;
    high[i] = most > 1 ? 1 : most;
  }
}

int64_t plateau_list_differences(int64_t count, const double *restrict center,
                                 const double *restrict spread,
                                 plateau_difference *restrict differences) {
  int64_t found = 0;
  const double c = center[0], s = spread[0];
  for (int64_t i = 1; i < count; i++) {
    // Written in any case, kept where there is one.
    differences[found] = (plateau_difference){center[i] - c, spread[i] - s, i};
    found += (center[i] != c) | (spread[i] != s);
  }
  return found;
}

int64_t plateau_panels_size(int64_t inputs, int64_t outputs) {
  return (outputs + PLATEAU_PANEL - 1) / PLATEAU_PANEL * PLATEAU_PANEL * inputs;
}

void plateau_pack_panels(int64_t inputs, int64_t outputs, const double *weights, double *panels,
                         double *sums, double *magnitudes) {
  for (int64_t first = 0; first < outputs; first += PLATEAU_PANEL) {
    double *panel = panels + first * inputs;
    for (int64_t unit = 0; unit < PLATEAU_PANEL; unit++) {
      const double *row = weights + (first + unit) * inputs;
      double sum = 0, magnitude = 0;
      for (int64_t i = 0; i < inputs; i++) {
        const double w = first + unit < outputs ? row[i] : 0;
        panel[i * PLATEAU_PANEL + unit] = w;
        sum += w;
        magnitude += __builtin_fabs(w);
      }
      sums[first + unit] = sum;
      magnitudes[first + unit] = magnitude;
    }
  }
}

// Three of these for the centers of a panel and three for the spreads stay in registers.
typedef double vector __attribute__((vector_size(64), aligned(8)));
#define LANES 8
#define VECTORS (PLATEAU_PANEL / LANES)

CLONES void plateau_add_differences(int64_t rows, const plateau_panels *panels,
                                    const double *bases, const int64_t *starts,
                                    const plateau_difference *differences,
                                    double *restrict centers, double *restrict spreads) {
  const int64_t inputs = panels->inputs, outputs = panels->outputs;
  for (int64_t first = 0; first < outputs; first += PLATEAU_PANEL) {
    const double *panel = panels->weights + first * inputs;
    const int64_t left = outputs - first;
    for (int64_t row = 0; row < rows; row++) {
      const double c = bases[2 * row], s = bases[2 * row + 1];
      vector center[VECTORS], spread[VECTORS];
#pragma clang loop unroll(full)
      for (int k = 0; k < VECTORS; k++) {
        center[k] = c * *(const vector *)(panels->sums + first + k * LANES);
        spread[k] = s * *(const vector *)(panels->magnitudes + first + k * LANES);
      }
      const plateau_difference *end = differences + starts[row + 1];
      for (const plateau_difference *d = differences + starts[row]; d < end; d++) {
        const double *column = panel + d->column * PLATEAU_PANEL;
#pragma clang loop unroll(full)
        for (int k = 0; k < VECTORS; k++) {
          const vector w = *(const vector *)(column + k * LANES);
          center[k] += d->center * w;
          spread[k] += d->spread * __builtin_elementwise_abs(w);
        }
      }
      double *target = centers + row * outputs + first, *other = spreads + row * outputs + first;
      if (left >= PLATEAU_PANEL) {
#pragma clang loop unroll(full)
        for (int k = 0; k < VECTORS; k++) {
          *(vector *)(target + k * LANES) = center[k];
          *(vector *)(other + k * LANES) = spread[k];
        }
      } else {
        __builtin_memcpy(target, center, (uint64_t)left * sizeof(double));
        __builtin_memcpy(other, spread, (uint64_t)left * sizeof(double));
      }
    }
  }
}
