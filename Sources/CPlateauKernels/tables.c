#include "plateau_tables.h"

#include "plateau_levels.h"

// The tables of each level are in four objects.
#define TABLES(level, suffix)                                          \
  extern const plateau_products plateau_products_##suffix##_##level;   \
  extern const plateau_kernels plateau_kernels_##suffix##_##level;     \
  extern const plateau_images plateau_images_##suffix##_##level;       \
  extern const plateau_intervals plateau_intervals_##suffix##_##level; \
  extern const plateau_nonlinear plateau_nonlinear_##suffix##_##level; \
  extern const plateau_convolutions plateau_convolutions_##suffix##_##level;
#define OF_TYPE(level, suffix)                                                \
  {&plateau_products_##suffix##_##level, &plateau_kernels_##suffix##_##level, \
   &plateau_images_##suffix##_##level, &plateau_intervals_##suffix##_##level, \
   &plateau_nonlinear_##suffix##_##level, \
   &plateau_convolutions_##suffix##_##level}
#define TABLE(level)                                                  \
  TABLES(level, f32)                                                  \
  TABLES(level, f64)                                                  \
  extern const plateau_projections plateau_projections_##level;       \
  extern const plateau_searches plateau_searches_##level;             \
  extern const plateau_bounds plateau_bounds_##level;                 \
  extern const plateau_enclosures plateau_enclosures_##level;         \
  extern const plateau_factorizations plateau_factorizations_##level; \
  static const plateau_level_table table_##level = {                  \
      OF_TYPE(level, f32),                                            \
      OF_TYPE(level, f64),                                            \
      &plateau_projections_##level,                                   \
      &plateau_searches_##level,                                      \
      &plateau_bounds_##level,                                        \
      &plateau_enclosures_##level,                                    \
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
