// Element-wise loops that the compiler vectorizes, for float and double.
//
// Every function exists at each level of the instruction set, with the same results: see
// plateau_levels.h, and plateau_tables.h for how to find them. Sums over a row without a stated
// order are those of lanes.inc: sixteen lanes and a tree. Matrices are stored row by row without
// padding. No function allocates, and none keeps state.
//
// Both types have tables of one kind, so that whoever calls them binds each function once. Elements
// are those of the table's type behind pointers to void; single numbers are doubles, which are
// rounded to it, and hold it exactly.

#ifndef PLATEAU_KERNELS_H
#define PLATEAU_KERNELS_H

#include <stdint.h>

#include "plateau_functions.h"

#pragma clang assume_nonnull begin

/// Nonlinearities. The softened forms take a softness T > 0 such that T and 1/T are finite and
/// normal; those of the rectifiers approach the exact function as T approaches 0.
enum plateau_nonlinearity {
  plateau_identity = 0,
  plateau_sigmoid = 1,       // softened: sigmoid(z/T)
  plateau_tanh = 2,          // softened: tanh(z/T)
  plateau_relu = 3,          // softened: T softplus(z/T)
  plateau_clipped_relu = 4,  // softened: T [softplus(z/T) - softplus((z-1)/T)]
#define PLATEAU_NUMBER(name) plateau_##name,
  PLATEAU_FUNCTIONS(PLATEAU_NUMBER)
#undef PLATEAU_NUMBER
  plateau_function_count
};

/// A nonlinearity, the numbers of its formula, and the largest magnitude of a slope that counts as
/// flat. The first five have neither.
typedef struct {
  int32_t kind;
  double p, q, r;
  double flat;
} plateau_function;

// Functions without state, and tables of them, are for any thread.
#pragma clang attribute push(__attribute__((swift_attr("@Sendable"))), \
                             apply_to = any(field, record))
/// All of one type.
typedef struct {
  /// function(z + bias) in place.
  void (*activate)(plateau_function function, int64_t rows, int64_t columns, void *z,
                   const void *bias);
  /// The same, with the slope, the sum of the complementary function, and the number of units whose
  /// slope is at most 0.01 of the largest.
  void (*activate_slope)(plateau_function function, int64_t rows, int64_t columns, void *z,
                         const void *bias, void *slope, double *complement, int64_t *saturated);
  /// The same, with the natural logarithm of the slope's magnitude; `softness` 0 is the exact
  /// function, as is 1 for sigmoid and tanh. `sign` receives the slope's sign, 1 for 0; the first
  /// five functions write none.
  void (*activate_log_slope)(plateau_function function, int64_t rows, int64_t columns, void *z,
                             const void *bias, double softness, void *log_slope,
                             void *_Nullable sign);
  /// signal *= slope: of the first five functions computed from the activation as a(1-a), as
  /// frameworks do; of others the slopes themselves are given.
  void (*backward_naive)(plateau_function function, int64_t count, void *signal,
                         const void *activation);
  /// signal = signal * slope + weight * c, where c is the derivative of the complementary function,
  /// a multiple of the slope for the first five.
  void (*backward_penalty)(plateau_function function, int64_t count, void *signal,
                           const void *activation, const void *slope, double weight);
  /// signal = signal * sign * exp(log_slope) / 2^shift for each row, with the shift that brings the
  /// largest near 1 added to its exponent; counts values that flush to zero against it. Without
  /// `sign` all are 1.
  void (*backward_stable)(int64_t rows, int64_t columns, void *signal, const void *log_slope,
                          const void *_Nullable sign, int64_t *exponents, int64_t *flushed);
  /// Cross-entropy by row and its gradient weight * (softmax - onehot), in working precision.
  /// `gradient` may be null, and may be `logits`.
  void (*cross_entropy)(int64_t rows, int64_t classes, const void *logits, const int32_t *labels,
                        double weight, void *_Nullable gradient, void *_Nullable losses);
  /// The same gradient without cancellation, as a row of mantissas and a power of two.
  void (*cross_entropy_stable)(int64_t rows, int64_t classes, const void *logits,
                               const int32_t *labels, void *gradient, int64_t *exponents);
  /// max over k != y of z_k - z_y, and its gradient; `gradient` may be null or `logits`.
  void (*margin)(int64_t rows, int64_t classes, const void *logits, const int32_t *labels,
                 void *_Nullable gradient, void *_Nullable margins);
  /// Difference of logits ratios by row, and their gradients; targets[i] < 0: untargeted.
  void (*logit_ratio)(int64_t rows, int64_t classes, const void *logits, const int32_t *labels,
                      const int32_t *_Nullable targets, void *_Nullable gradient,
                      void *_Nullable ratios);
  /// The first class with the largest logit, by row.
  void (*argmax)(int64_t rows, int64_t classes, const void *logits, int32_t *winners);
  /// sums[j] = sum over rows of m[i][j].
  void (*column_sums)(int64_t rows, int64_t columns, int64_t stride, const void *m, void *sums);
  /// Optimizer updates, in place; weight_decay * parameters is added to the gradient.
  void (*sgd)(int64_t count, void *parameters, const void *gradient, void *velocity, double rate,
              double momentum, double weight_decay);
  void (*rmsprop)(int64_t count, void *parameters, const void *gradient, void *squares, double rate,
                  double decay, double stabilizer, double weight_decay);
  void (*adam)(int64_t count, void *parameters, const void *gradient, void *mean, void *squares,
               double rate, double decay1, double decay2, double correction1, double correction2,
               double stabilizer, double weight_decay);
  /// x = clip(x + step * sign(direction), origin +- epsilon, lower...upper).
  void (*sign_step)(int64_t count, void *x, const void *direction, const void *origin, double step,
                    double epsilon, double lower, double upper);
  /// x = x + step * direction / |direction| by row, projected into the Euclidean ball of radius
  /// epsilon around the origin and clipped to lower...upper.
  void (*length_step)(int64_t rows, int64_t columns, void *x, const void *direction,
                      const void *origin, double step, double epsilon, double lower, double upper);
  /// x = clip(x, origin +- epsilon, lower...upper).
  void (*clip)(int64_t count, void *x, const void *origin, double epsilon, double lower,
               double upper);
  void (*scale)(int64_t count, void *x, double factor);
  double (*squared_distance)(int64_t count, const void *a, const void *b);
  /// The largest magnitude; NaN counts as infinity.
  double (*largest_magnitude)(int64_t count, const void *x);
  /// 1 if every value is finite.
  int (*all_finite)(int64_t count, const void *x);
  /// From singles, exactly, and to them, rounded to nearest.
  void (*from_singles)(int64_t count, const float *source, void *target);
  void (*to_singles)(int64_t count, const void *source, float *target);
  /// sign_step of doubles along a direction of this type; float also rounds the result to it, for
  /// double `rounded` is not used.
  void (*sign_step_rounding)(int64_t count, double *x, const void *direction,
                             const double *origin, double step, double epsilon, double lower,
                             double upper, void *rounded);
} plateau_kernels;
#pragma clang attribute pop

/// A hint to the processor that this thread is waiting for another.
static inline void plateau_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// The number of processors that this process may run on.
int plateau_processors(void);

// Functions without state, and tables of them, are for any thread.
#pragma clang attribute push(__attribute__((swift_attr("@Sendable"))), \
                             apply_to = any(field, record))
/// Moves into the ball and onto planes.
typedef struct {
  /// The singles nearest to `proposal` within `epsilon` of `origin`, in real numbers, and within
  /// [lower, upper]; where the proposal is no number, the origin.
  void (*contain_linf)(int64_t count, const double *proposal, const float *origin, double epsilon,
                       float lower, float upper, float *output);
  /// What a move by `reach`, times |weight| where `proportional`, contributes to weights * move:
  /// the share of values that reach the end of [lower, upper], and the slope of the others.
  void (*reach_terms)(int64_t count, const double *point, const double *weights, double side,
                      double lower, double upper, double reach, int proportional, double *fixed,
                      double *slope);
  /// The move itself; returns its largest magnitude, or the sum of its squares where
  /// `proportional`.
  double (*reach_move)(int64_t count, const double *point, const double *weights, double side,
                       double lower, double upper, double reach, int proportional, double *move);
} plateau_projections;
#pragma clang attribute pop

/// Bytes to [0, 1]: the rounded quotients by 255.
void plateau_bytes_to_unit_f32(int64_t count, const uint8_t *source, float *target);

#pragma clang assume_nonnull end

#endif
