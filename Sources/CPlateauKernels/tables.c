#include "plateau_tables.h"

#include "plateau_levels.h"

// The tables of each level are in four objects.
#define TABLE(level)                                                      \
  extern const plateau_products_f32 plateau_products_f32_##level;         \
  extern const plateau_products_f64 plateau_products_f64_##level;         \
  extern const plateau_kernels_f32 plateau_kernels_f32_##level;           \
  extern const plateau_kernels_f64 plateau_kernels_f64_##level;           \
  extern const plateau_images_f32 plateau_images_f32_##level;             \
  extern const plateau_images_f64 plateau_images_f64_##level;             \
  extern const plateau_intervals_f32 plateau_intervals_f32_##level;       \
  extern const plateau_intervals_f64 plateau_intervals_f64_##level;       \
  extern const plateau_convolutions_f32 plateau_convolutions_f32_##level; \
  extern const plateau_convolutions_f64 plateau_convolutions_f64_##level; \
  extern const plateau_conversions plateau_conversions_##level;           \
  extern const plateau_projections plateau_projections_##level;           \
  extern const plateau_searches plateau_searches_##level;                 \
  extern const plateau_bounds plateau_bounds_##level;                     \
  extern const plateau_enclosures plateau_enclosures_##level;             \
  extern const plateau_factorizations plateau_factorizations_##level;     \
  static const plateau_level_table table_##level = {                      \
      &plateau_products_f32_##level,                                      \
      &plateau_products_f64_##level,                                      \
      &plateau_kernels_f32_##level,                                       \
      &plateau_kernels_f64_##level,                                       \
      &plateau_images_f32_##level,                                        \
      &plateau_images_f64_##level,                                        \
      &plateau_intervals_f32_##level,                                     \
      &plateau_intervals_f64_##level,                                     \
      &plateau_convolutions_f32_##level,                                  \
      &plateau_convolutions_f64_##level,                                  \
      &plateau_conversions_##level,                                       \
      &plateau_projections_##level,                                       \
      &plateau_searches_##level,                                          \
      &plateau_bounds_##level,                                            \
      &plateau_enclosures_##level,                                        \
      &plateau_factorizations_##level};
TABLE(portable)
#if defined(__aarch64__)
TABLE(neon)
#elif defined(__x86_64__)
TABLE(avx2)
TABLE(avx512)
#endif

const plateau_level_table *plateau_table_at(int level) {
  if (!plateau_level_runs(level)) return 0;
  switch (level) {
#if defined(__aarch64__)
    case plateau_neon:
      return &table_neon;
#elif defined(__x86_64__)
    case plateau_avx2:
      return &table_avx2;
    case plateau_avx512:
      return &table_avx512;
#endif
    default:
      return &table_portable;
  }
}
