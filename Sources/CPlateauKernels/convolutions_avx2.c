#if defined(__x86_64__)

#define LEVEL(name) name##_avx2
#define VECTOR_BYTES 32
#include "level.h"
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "convolutions_level.inc"
#pragma clang attribute pop

#endif
