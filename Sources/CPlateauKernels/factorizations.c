#include "plateau_factorizations.h"

#include "plateau_levels.h"

extern const plateau_factorizations plateau_factorizations_portable;
extern const plateau_factorizations plateau_factorizations_neon;
extern const plateau_factorizations plateau_factorizations_avx2;
extern const plateau_factorizations plateau_factorizations_avx512;

const plateau_factorizations *plateau_factorizations_at(int level) {
  if (!plateau_level_runs(level)) return 0;
  switch (level) {
#if defined(__aarch64__)
    case plateau_neon:
      return &plateau_factorizations_neon;
#elif defined(__x86_64__)
    case plateau_avx2:
      return &plateau_factorizations_avx2;
    case plateau_avx512:
      return &plateau_factorizations_avx512;
#endif
    default:
      return &plateau_factorizations_portable;
  }
}
