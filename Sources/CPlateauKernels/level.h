// Included first by every file that is compiled for one level, which defines
//
//   LEVEL(name)    the name of an exported table at this level,
//   VECTOR_BYTES   the width of its vectors.
//
// and by the elementary functions, which have no level.
//
// Results are the same at every level: nothing is fused or reordered that is not written so.

#pragma STDC FP_CONTRACT OFF

#ifndef PLATEAU_LEVEL_H
#define PLATEAU_LEVEL_H

#define INLINE inline __attribute__((always_inline))

// One rounding; a call of libm where the level has no such instruction.
#define FMA(a, b, c) __builtin_elementwise_fma(a, b, c)

#endif
