// Element-wise loops that the compiler vectorizes, for float (_f32) and double (_f64).
//
// Every function exists at each level of the instruction set, with the same results: see
// plateau_levels.h, and plateau_tables.h for how to find them. Sums over a row without a stated
// order are those of lanes.inc: sixteen lanes and a tree. Matrices are stored row by row without
// padding. No function allocates, and none keeps state.

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
#define PLATEAU_DECLARE(T, suffix)                                                                 \
  typedef struct {                                                                                 \
    /* function(z + bias) in place. */                                                             \
    void (*activate)(plateau_function function, int64_t rows, int64_t columns, T *z,               \
                     const T *bias);                                                               \
    /* The same, with the slope, the sum of the complementary function, and the number of units    \
       whose slope is at most 0.01 of the largest. */                                              \
    void (*activate_slope)(plateau_function function, int64_t rows, int64_t columns, T *z,         \
                           const T *bias, T *slope, double *complement, int64_t *saturated);       \
    /* The same, with the natural logarithm of the slope's magnitude; `softness` 0 is the exact    \
       function, as is 1 for sigmoid and tanh. `sign` receives the slope's sign, 1 for 0; the first\
       five functions write none. */                                                               \
    void (*activate_log_slope)(plateau_function function, int64_t rows, int64_t columns, T *z,     \
                               const T *bias, T softness, T *log_slope, T *_Nullable sign);        \
    /* signal *= slope: of the first five functions computed from the activation as a(1-a), as     \
       frameworks do; of others the slopes themselves are given. */                                \
    void (*backward_naive)(plateau_function function, int64_t count, T *signal,                    \
                           const T *activation);                                                   \
    /* signal = signal * slope + weight * c, where c is the derivative of the complementary function,\
       a multiple of the slope for the first five. */                                              \
    void (*backward_penalty)(plateau_function function, int64_t count, T *signal,                  \
                             const T *activation, const T *slope, T weight);                       \
    /* signal = signal * sign * exp(log_slope) / 2^shift for each row, with the shift that brings the\
       largest near 1 added to its exponent; counts values that flush to zero against it. Without  \
       `sign` all are 1. */                                                                        \
    void (*backward_stable)(int64_t rows, int64_t columns, T *signal, const T *log_slope,          \
                            const T *_Nullable sign, int64_t *exponents, int64_t *flushed);        \
    /* Cross-entropy by row and its gradient weight * (softmax - onehot), in working precision.    \
       `gradient` may be null, and may be `logits`. */                                             \
    void (*cross_entropy)(int64_t rows, int64_t classes, const T *logits, const int32_t *labels,   \
                          T weight, T *_Nullable gradient, T *_Nullable losses);                   \
    /* The same gradient without cancellation, as a row of mantissas and a power of two. */        \
    void (*cross_entropy_stable)(int64_t rows, int64_t classes, const T *logits,                   \
                                 const int32_t *labels, T *gradient, int64_t *exponents);          \
    /* max over k != y of z_k - z_y, and its gradient; `gradient` may be null or `logits`. */      \
    void (*margin)(int64_t rows, int64_t classes, const T *logits, const int32_t *labels,          \
                   T *_Nullable gradient, T *_Nullable margins);                                   \
    /* Difference of logits ratios by row, and their gradients; targets[i] < 0: untargeted. */     \
    void (*logit_ratio)(int64_t rows, int64_t classes, const T *logits, const int32_t *labels,     \
                        const int32_t *_Nullable targets, T *_Nullable gradient,                   \
                        T *_Nullable ratios);                                                      \
    /* The first class with the largest logit, by row. */                                          \
    void (*argmax)(int64_t rows, int64_t classes, const T *logits, int32_t *winners);              \
    /* sums[j] = sum over rows of m[i][j]. */                                                      \
    void (*column_sums)(int64_t rows, int64_t columns, int64_t stride, const T *m, T *sums);       \
    /* Optimizer updates, in place; weight_decay * parameters is added to the gradient. */         \
    void (*sgd)(int64_t count, T *parameters, const T *gradient, T *velocity, T rate,              \
                T momentum, T weight_decay);                                                       \
    void (*rmsprop)(int64_t count, T *parameters, const T *gradient, T *squares, T rate,           \
                    T decay, T stabilizer, T weight_decay);                                        \
    void (*adam)(int64_t count, T *parameters, const T *gradient, T *mean, T *squares, T rate,     \
                 T decay1, T decay2, T correction1, T correction2, T stabilizer,                   \
                 T weight_decay);                                                                  \
    /* x = clip(x + step * sign(direction), origin +- epsilon, lower...upper). */                  \
    void (*sign_step)(int64_t count, T *x, const T *direction, const T *origin, T step,            \
                      T epsilon, T lower, T upper);                                                \
    /* x = x + step * direction / |direction| by row, projected into the Euclidean ball of         \
       radius epsilon around the origin and clipped to lower...upper. */                           \
    void (*length_step)(int64_t rows, int64_t columns, T *x, const T *direction,                   \
                        const T *origin, T step, T epsilon, T lower, T upper);                     \
    /* x = clip(x, origin +- epsilon, lower...upper). */                                           \
    void (*clip)(int64_t count, T *x, const T *origin, T epsilon, T lower, T upper);               \
    void (*scale)(int64_t count, T *x, T factor);                                                  \
    double (*squared_distance)(int64_t count, const T *a, const T *b);                             \
    /* The largest magnitude; NaN counts as infinity. */                                           \
    T (*largest_magnitude)(int64_t count, const T *x);                                             \
    /* 1 if every value is finite. */                                                              \
    int (*all_finite)(int64_t count, const T *x);                                                  \
  } plateau_kernels_##suffix;

PLATEAU_DECLARE(float, f32)
PLATEAU_DECLARE(double, f64)
#undef PLATEAU_DECLARE
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
/// Between the two types.
typedef struct {
  void (*widen)(int64_t count, const float *source, double *target);
  void (*narrow)(int64_t count, const double *source, float *target);
  /// sign_step of doubles along a single direction, which also rounds the result to single.
  void (*sign_step_rounding)(int64_t count, double *x, const float *direction,
                             const double *origin, double step, double epsilon, double lower,
                             double upper, float *rounded);
} plateau_conversions;

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
