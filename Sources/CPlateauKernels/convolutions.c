// Apart from kernels.c, to be compiled beside it: each takes seconds.

#include "plateau_convolutions.h"

#include <stddef.h>

#include "clones.h"

#define T float
#define INT int32_t
#define UINT uint32_t
#define FN(name) name##_f32
#define KERNEL(name) plateau_##name##_f32
#include "convolutions.inc"
#include "convolutions_pieces.inc"
#include "convolutions_scratch.inc"
#include "convolutions_lists.inc"
#include "convolutions_dense.inc"
#include "convolutions_back.inc"
#undef T
#undef INT
#undef UINT
#undef FN
#undef KERNEL

#define T double
#define INT int64_t
#define UINT uint64_t
#define FN(name) name##_f64
#define KERNEL(name) plateau_##name##_f64
#include "convolutions.inc"
#include "convolutions_pieces.inc"
#include "convolutions_scratch.inc"
#include "convolutions_lists.inc"
#include "convolutions_dense.inc"
#include "convolutions_back.inc"
