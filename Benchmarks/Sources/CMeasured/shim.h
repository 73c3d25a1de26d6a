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

typedef struct {
  int64_t height, width, channels;
  int64_t out_height, out_width, out_channels;
  int64_t kernel_height, kernel_width;
  int64_t stride_height, stride_width;
  int64_t pad_top, pad_left;
  int64_t padded_height, padded_width;
} plateau_convolution;

int64_t plateau_convolution_panels_size_f32(const plateau_convolution *shape);
int64_t plateau_convolution_scratch_size_f32(const plateau_convolution *shape);
void plateau_convolution_pack_f32(const plateau_convolution *shape, const float *weights,
                                  float *panels);
void plateau_convolve_f32(const plateau_convolution *shape, const float *image,
                          const float *panels, float *scratch, float *out);

#pragma clang assume_nonnull end

#endif
