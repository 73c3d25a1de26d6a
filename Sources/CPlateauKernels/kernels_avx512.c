#if defined(__x86_64__)

#define LEVEL(name) name##_avx512
#define VECTOR_BYTES 64
#include "level.h"
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), apply_to = function)
#include "kernels_level.inc"
#pragma clang attribute pop

#endif
