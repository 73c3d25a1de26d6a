#define LEVEL(name) name##_portable
#define VECTOR_BYTES 16
#include "level.h"
#include "kernels_level.inc"
