// What is measured without the library around it: kernels of CPlateauKernels, which are no public API.

#ifndef PLATEAU_CMEASURED_SHIM_H
#define PLATEAU_CMEASURED_SHIM_H

#include "../../../Sources/CPlateauKernels/include/plateau_tables.h"

#pragma clang assume_nonnull begin

/// The kernels of the highest level that this processor runs.
static inline plateau_level_table plateau_highest_table(void) {
  int level = 3;
  while (!plateau_table_at(level)) level--;
  return *plateau_table_at(level);
}

#pragma clang assume_nonnull end

#endif
