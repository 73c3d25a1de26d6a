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
