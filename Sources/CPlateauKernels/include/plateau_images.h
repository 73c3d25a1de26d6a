// Pooling, layout and the arithmetic of channels, for float and double, as
// plateau_kernels.h has them.
//
// Images are stored channels last, [height][width][channels], except where a comment says channels
// first, [channels][height][width]. No function allocates, keeps state, or needs alignment, and
// memory that is written overlaps no other argument except where a comment allows it.

#ifndef PLATEAU_IMAGES_H
#define PLATEAU_IMAGES_H

#include <stdint.h>

#pragma clang assume_nonnull begin

/// The windows of a pooling: output (y, x) is over the pixels from (y stride_height - pad_top,
/// x stride_width - pad_left) on. Each window holds a pixel of the image: the padding is smaller
/// than the kernel on each side. Pixels are numbered y width + x, and fit an int32_t.
typedef struct {
  int64_t height, width, channels, out_height, out_width;
  int64_t kernel_height, kernel_width, stride_height, stride_width, pad_top, pad_left;
  /// Averages: whether divisors count the zeros of the padding (PyTorch's default) or not (ONNX's).
  int32_t counts_padding;
} plateau_pooling;

// Functions without state, and tables of them, are for any thread.
#pragma clang attribute push(__attribute__((swift_attr("@Sendable"))), \
                             apply_to = any(field, record))
/// All of one type.
typedef struct {
  /// The largest value of each window, and the pixel it is at: the first of equals, and the last
  /// NaN where there is one, as in PyTorch. Padding never wins.
  void (*max_pool)(const plateau_pooling *pooling, const void *image, void *out,
                   int32_t *_Nullable winners);
  /// The values of an image at the winners that max_pool found in another of its shape.
  void (*pool_gather)(const plateau_pooling *pooling, const void *image, const int32_t *winners,
                      void *out);
  /// Adds the signal of each output to the target [height width][channels] at its winner.
  void (*max_pool_back)(const plateau_pooling *pooling, const void *signal, const int32_t *winners,
                        void *target);
  /// Numbers of several arrays: of each a pair of the array, below 0 for a zero, and the place beyond
  /// its offset.
  void (*gather)(int64_t count, const int32_t *places, const void *_Nonnull const *_Nonnull sources,
                 const int64_t *offsets, void *target);
  /// Adds each number of a signal to the target at the place of its pair, if that is of the part.
  void (*scatter_add)(int64_t count, const int32_t *places, int32_t part, const void *signal,
                      void *target);
  /// The mean of each window: its sum times the rounded reciprocal of the divisor.
  void (*average_pool)(const plateau_pooling *pooling, const void *image, void *out);
  /// Adds to the target what its transpose makes of the signal.
  void (*average_pool_back)(const plateau_pooling *pooling, const void *signal, void *target);
  /// Channels first [channels][pixels] to channels last [pixels][channels], and back.
  void (*channels_last)(int64_t channels, int64_t pixels, const void *source, void *target);
  void (*channels_first)(int64_t channels, int64_t pixels, const void *source, void *target);
  /// channels_first, added to the target.
  void (*channels_first_add)(int64_t channels, int64_t pixels, const void *source, void *target);
  /// x = scale * x + shift by channel, in place, for x of [rows][channels].
  void (*channel_affine)(int64_t rows, int64_t channels, void *x, const void *scale,
                         const void *shift);
  void (*channel_scale)(int64_t rows, int64_t channels, void *x, const void *scale);
  /// The mean and the population variance (divided by rows > 0) of each channel: the variance from
  /// deviations, so that nothing cancels, and sums in double precision. The error of the mean is
  /// below rows 2^-53 of the mean magnitude; that of the variance below (rows + 3) 2^-53 of it,
  /// besides the square of the former.
  void (*channel_moments)(int64_t rows, int64_t channels, const void *x, double *mean,
                          double *variance);
  /// normalized = (x - mean) * inverse, and out = scale * normalized + shift; out may be x.
  void (*batch_norm)(int64_t rows, int64_t channels, const void *x, const void *mean,
                     const void *inverse, const void *scale, const void *shift, void *normalized,
                     void *out);
  /// The signal, in place, from the output of a batch normalization to its input, where mean and
  /// variance are those of the same rows > 0: scale * inverse * (signal - shift_gradient / rows -
  /// normalized * scale_gradient / rows). Overwrites shift_gradient, the sum of the signal, and
  /// scale_gradient, that of signal * normalized, both summed in double precision. Source: S. Ioffe
  /// and C. Szegedy, "Batch Normalization", 2015, section 3.
  void (*batch_norm_back)(int64_t rows, int64_t channels, void *signal, const void *normalized,
                          const void *inverse, const void *scale, void *scale_gradient,
                          void *shift_gradient);
  void (*add)(int64_t count, void *target, const void *source);
} plateau_images;
#pragma clang attribute pop

/// An image, channels first, moved by (dy, dx) and then, where `flips`, mirrored left to right:
/// target[c][y][x] = source[c][y + dy][x' + dx] with x' = flips ? width - 1 - x : x, and 0 where
/// that lies outside.
void plateau_crop(int64_t channels, int64_t height, int64_t width, int64_t dy, int64_t dx,
                  int flips, const float *source, float *target);

#pragma clang assume_nonnull end

#endif
