#include "plateau_kernels.h"

#include <stddef.h>

#include "clones.h"

// Unlike sqrt() it leaves errno alone, so that loops with it vectorize.
#define SQRT __builtin_elementwise_sqrt

#define T float
#define INT int32_t
#define UINT uint32_t
#define FN(name) name##_f32
#define KERNEL(name) plateau_##name##_f32
#define MANTISSA_BITS 23
#define EXPONENT_BIAS 127
#define EXPONENT_MASK 0xff
#define ROUNDING_SHIFT 12582912.0f
#define EXP_LEAST -104.0f
#define EXP_MOST 88.72283f
#define LOG2_E 1.44269504f
#define LN2_HIGH 0.693359375f
#define LN2_LOW -2.12194440e-4f
#include "elementary.inc"
#include "activations.inc"
#include "losses.inc"
#include "updates.inc"
#include "pooling.inc"
#include "layout.inc"
#include "channels.inc"
#include "intervals.inc"
#undef T
#undef INT
#undef UINT
#undef FN
#undef KERNEL
#undef MANTISSA_BITS
#undef EXPONENT_BIAS
#undef EXPONENT_MASK
#undef ROUNDING_SHIFT
#undef EXP_LEAST
#undef EXP_MOST
#undef LOG2_E
#undef LN2_HIGH
#undef LN2_LOW

#include "double.inc"
#include "elementary.inc"
#include "activations.inc"
#include "losses.inc"
#include "updates.inc"
#include "pooling.inc"
#include "layout.inc"
#include "channels.inc"
#include "intervals.inc"

CLONES void plateau_widen(int64_t count, const float *source, double *target) {
  for (int64_t i = 0; i < count; i++) target[i] = source[i];
}

CLONES void plateau_narrow(int64_t count, const double *source, float *target) {
  for (int64_t i = 0; i < count; i++) target[i] = (float)source[i];
}

// The signs are read, and the moved values rounded, in the pass that moves them.
CLONES void plateau_sign_step_rounding(int64_t count, double *restrict x,
                                       const float *restrict direction,
                                       const double *restrict origin, double step, double epsilon,
                                       double lower, double upper, float *restrict rounded) {
  for (int64_t i = 0; i < count; i++) {
    float d = direction[i];
    double moved = x[i] + (d > 0 ? step : (d < 0 ? -step : 0));
    moved = clipped_to_f64(moved, origin[i], epsilon, lower, upper);
    x[i] = moved;
    rounded[i] = (float)moved;
  }
}

#include "projections.inc"
#include "crop.inc"

CLONES void plateau_bytes_to_unit_f32(int64_t count, const uint8_t *source, float *target) {
  for (int64_t i = 0; i < count; i++) target[i] = (float)source[i] / 255.0f;
}
