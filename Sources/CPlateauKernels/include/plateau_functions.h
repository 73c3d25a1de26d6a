// The unit-wise functions of the folder functions, each in a file of its own or with a few alike.
//
// Their files, at the end of this one, define for each function, for float and double, by the
// numbers p, q and r of a plateau_function:
//
//   FN(name)(z, f, &slope)        the value; the slope is signed, and 0 on an exactly flat part,
//   FN(name_log)(z, f, softness, &log, &sign)
//                                 the value of the softened function, and log |slope| with the
//                                 slope's sign; softness 0 is the exact function,
//   FN(name_box)(l, u, f, &ends)  the least and largest value on [l, u], with the slopes where they
//                                 are attained, 0 inside: by INCREASING or VALLEY; what is not
//                                 bounded is infinite,
//   FN(name_complement)(z, f, &slope), FN(name_peak)(f), FN(name_pull)(a, s, f)
//                                 the complementary function with its slope, the point where it is
//                                 largest, and the same slope from value and slope of the function:
//                                 by NO_COMPLEMENT where there is none.
//
// Every expression is evaluated without branches, so that loops over it vectorize.

#ifndef PLATEAU_FUNCTIONS_H
#define PLATEAU_FUNCTIONS_H

#define PLATEAU_FUNCTIONS(X) \
  X(leaky_relu)              \
  X(exponential_unit)        \
  X(gelu)                    \
  X(gelu_tanh)               \
  X(silu)                    \
  X(softplus)                \
  X(mish)                    \
  X(softsign)                \
  X(hard_sigmoid)            \
  X(hard_swish)              \
  X(absolute)                \
  X(sign)                    \
  X(erf)                     \
  X(floor)                   \
  X(ceil)                    \
  X(round)                   \
  X(exponential)             \
  X(logarithm)               \
  X(square_root)             \
  X(reciprocal)              \
  X(sine)                    \
  X(cosine)                  \
  X(whole_power)             \
  X(power)                   \
  X(quantized)

#endif

// The files, in the place where this is included for one type.
#ifdef PLATEAU_FUNCTION_FILES
#include "../functions/leaky_relu.inc"
#include "../functions/exponential_unit.inc"
#include "../functions/gelu.inc"
#include "../functions/silu.inc"
#include "../functions/softplus.inc"
#include "../functions/mish.inc"
#include "../functions/softsign.inc"
#include "../functions/hard.inc"
#include "../functions/signs.inc"
#include "../functions/erf.inc"
#include "../functions/steps.inc"
#include "../functions/logarithm.inc"
#include "../functions/powers.inc"
#include "../functions/waves.inc"
#endif
