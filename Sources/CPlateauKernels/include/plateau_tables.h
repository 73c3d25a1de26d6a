// The kernels of a level, in tables of functions.

#ifndef PLATEAU_TABLES_H
#define PLATEAU_TABLES_H

#include "plateau_bounds.h"
#include "plateau_convolutions.h"
#include "plateau_enclosures.h"
#include "plateau_factorizations.h"
#include "plateau_images.h"
#include "plateau_intervals.h"
#include "plateau_kernels.h"
#include "plateau_products.h"
#include "plateau_searches.h"

#pragma clang assume_nonnull begin

// Constants, for any thread.
#pragma clang attribute push(__attribute__((swift_attr("@Sendable"))), apply_to = record)
/// All kernels.
typedef struct {
  const plateau_products_f32 *products_f32;
  const plateau_products_f64 *products_f64;
  const plateau_kernels_f32 *kernels_f32;
  const plateau_kernels_f64 *kernels_f64;
  const plateau_images_f32 *images_f32;
  const plateau_images_f64 *images_f64;
  const plateau_intervals_f32 *intervals_f32;
  const plateau_intervals_f64 *intervals_f64;
  const plateau_convolutions_f32 *convolutions_f32;
  const plateau_convolutions_f64 *convolutions_f64;
  const plateau_conversions *conversions;
  const plateau_projections *projections;
  const plateau_searches *searches;
  const plateau_bounds *bounds;
  const plateau_enclosures *enclosures;
  const plateau_factorizations *factorizations;
} plateau_level_table;
#pragma clang attribute pop

/// The kernels of a level that this processor runs; null for others.
const plateau_level_table *_Nullable plateau_table_at(int level);

#pragma clang assume_nonnull end

#endif
