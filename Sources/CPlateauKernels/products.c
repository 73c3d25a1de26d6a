#include "plateau_products.h"

#include "plateau_levels.h"

extern const plateau_products plateau_products_portable;
extern const plateau_products plateau_products_neon;
extern const plateau_products plateau_products_avx2;
extern const plateau_products plateau_products_avx512;

const plateau_products *plateau_products_at(int level) {
  if (!plateau_level_runs(level)) return 0;
  switch (level) {
#if defined(__aarch64__)
    case plateau_neon:
      return &plateau_products_neon;
#elif defined(__x86_64__)
    case plateau_avx2:
      return &plateau_products_avx2;
    case plateau_avx512:
      return &plateau_products_avx512;
#endif
    default:
      return &plateau_products_portable;
  }
}
