#include "plateau_levels.h"

int plateau_level_runs(int level) {
  switch (level) {
    case plateau_portable:
      return 1;
#if defined(__aarch64__)
    case plateau_neon:
      return 1;
#elif defined(__x86_64__)
    case plateau_avx512:
      if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") ||
          !__builtin_cpu_supports("avx512dq") || !__builtin_cpu_supports("avx512vl")) {
        return 0;
      }
      // Processors with AVX-512 have these; virtual machines may hide them.
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case plateau_avx2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#endif
    default:
      return 0;
  }
}

#if defined(__x86_64__)
#define FEATURE(place, name)                      \
  case place:                                     \
    *is_present = __builtin_cpu_supports(name) != 0; \
    return name;
#endif

const char *plateau_feature(int index, int *is_present) {
  switch (index) {
#if defined(__x86_64__)
    FEATURE(0, "sse4.2")
    FEATURE(1, "avx")
    FEATURE(2, "avx2")
    FEATURE(3, "fma")
    FEATURE(4, "avx512f")
    FEATURE(5, "avx512bw")
    FEATURE(6, "avx512dq")
    FEATURE(7, "avx512vl")
    FEATURE(8, "avx512bf16")
#elif defined(__aarch64__)
    case 0:
      *is_present = 1;
      return "neon";
#endif
    default:
      *is_present = 0;
      return 0;
  }
}

int plateau_is_optimized(void) {
#if defined(__OPTIMIZE__)
  return 1;
#else
  return 0;
#endif
}

void plateau_wait_cycles(long steps) {
  long value = 1;
  for (long i = 0; i < steps; i++) {
#if defined(__x86_64__)
    __asm__ volatile("imul %0, %0" : "+r"(value));
#elif defined(__aarch64__)
    __asm__ volatile("mul %0, %0, %0" : "+r"(value));
#else
    value *= value;
#endif
  }
}
