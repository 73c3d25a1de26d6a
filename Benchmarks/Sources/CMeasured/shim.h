// What is measured without the library around it: the system BLAS, and kernels of CPlateauKernels,
// which are no public API and are declared here once more.

#ifndef PLATEAU_CMEASURED_SHIM_H
#define PLATEAU_CMEASURED_SHIM_H

#include <cblas.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

void plateau_activate_f32(int kind, int64_t rows, int64_t columns, float *z, const float *bias);
void plateau_activate_slope_f32(int kind, int64_t rows, int64_t columns, float *z,
                                const float *bias, float *slope, double *complement,
                                int64_t *saturated);
void plateau_rmsprop_f32(int64_t count, float *parameters, const float *gradient, float *squares,
                         float rate, float decay, float stabilizer, float weight_decay);

#pragma clang assume_nonnull end

#endif
