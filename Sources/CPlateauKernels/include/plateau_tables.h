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
#include "plateau_nonlinear.h"
#include "plateau_products.h"
#include "plateau_searches.h"

#pragma clang assume_nonnull begin

// Constants, for any thread.
#pragma clang attribute push(__attribute__((swift_attr("@Sendable"))), apply_to = record)
/// The kernels of a number type.
typedef struct {
  const plateau_products *products;
  const plateau_kernels *kernels;
  const plateau_images *images;
  const plateau_intervals *intervals;
  const plateau_nonlinear *nonlinear;
  const plateau_convolutions *convolutions;
} plateau_number_tables;

/// All kernels: those of float, of double, and of double alone.
typedef struct {
  plateau_number_tables f32, f64;
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
