#if defined(__aarch64__)

#define LEVEL(name) name##_neon
#define VECTOR_BYTES 16
#include "level.h"
#include "kernels_level.inc"

#endif
