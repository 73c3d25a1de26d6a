// Convolutions of one image, and their gradients, for float and double as plateau_kernels.h has them.
//
// Images are stored with channels last: image[height][width][channels], out[out_height]
// [out_width][out_channels]. Weights outside are [out][in][kernel_height][kernel_width]; the
// kernels read and write layouts of their own: `panels` going forward, `back` going backward, and
// `gradient`. Both of these are laid out alike, so gradients of several images add up there.
//
// panels, back, gradient and scratch belong to the caller, are aligned to 64 bytes, and hold as
// many elements as the function named after them says; what is in scratch does not matter. Nothing
// else needs to be aligned, and nothing may overlap. Images, padded, and their weights have fewer
// than 2^31 elements.
//
// The results for one image depend on that image and the weights only, and are the same at every
// level: sums of fused products in working precision, in these orders, where a zero has no sign.
// - An output is one chain from 0 over kernel rows, kernel columns and input channels, ascending,
//   without the padding.
// - The gradient of a weight is one chain from what `gradient` holds over output rows and columns,
//   ascending, image after image.
// - The gradient of the image begins with 0, or with the target where it is added to it. What is
//   then added, one after the other, are chains from 0 over up to 64 output channels at one output
//   pixel, in the order in convolutions_back.inc, which the shape decides.
// - Of depthwise convolutions an output, and the gradient of the image, is one chain from 0 over kernel
//   rows and columns, ascending, without the padding.
// In any order the error is at most n + 1 roundings of the sum of the n magnitudes.

#ifndef PLATEAU_CONVOLUTIONS_H
#define PLATEAU_CONVOLUTIONS_H

#include <stdint.h>

#pragma clang assume_nonnull begin

/// A cross-correlation, as networks compute it:
///
///   out[y][x][o] = sum over dy, dx, i of padded[y * stride_height + dy][x * stride_width + dx][i]
///                                        * weights[o][i][dy][dx].
///
/// All sizes are at least 1, and the windows of all outputs lie within the padded image, whose
/// sizes are at least those of the image with the zeros before it.
typedef struct {
  int64_t height, width, channels;  // of the image
  int64_t out_height, out_width, out_channels;
  int64_t kernel_height, kernel_width;
  int64_t stride_height, stride_width;
  int64_t pad_top, pad_left;            // zeros before
  int64_t padded_height, padded_width;  // of the image with zeros on all sides
  int64_t dilation_height, dilation_width;  // 1, but in depthwise convolutions
} plateau_convolution;

// Functions without state, and tables of them, are for any thread.
#pragma clang attribute push(__attribute__((swift_attr("@Sendable"))), \
                             apply_to = any(field, record))
/// All of one type.
typedef struct {
  /// Numbers of elements.
  int64_t (*panels_size)(const plateau_convolution *shape);
  int64_t (*back_size)(const plateau_convolution *shape);
  int64_t (*gradient_size)(const plateau_convolution *shape);
  /// For one call at a time of any of the functions below.
  int64_t (*scratch_size)(const plateau_convolution *shape);
  /// Brings weights into the layout for the way forward, or back.
  void (*pack)(const plateau_convolution *shape, const void *weights, void *panels);
  void (*pack_back)(const plateau_convolution *shape, const void *weights, void *back);
  /// The convolution, without a bias; overwrites out.
  void (*convolve)(const plateau_convolution *shape, const void *image, const void *panels,
                   void *scratch, void *out);
  /// The same for images one after the other, with weights as they are outside, which are brought
  /// into the layout part by part: for few images.
  void (*convolve_all)(const plateau_convolution *shape, int64_t images, const void *image,
                       const void *weights, void *scratch, void *out);
  /// From the gradient `signal` with respect to out, finite: the gradient with respect to the
  /// image, which overwrites target or, where `adds`, is added to it; and the gradient with respect
  /// to the weights, which is added to `gradient`. Either may be null; the image is read only for
  /// the latter, `back` only for the former. The cost falls with the number of signals that are not
  /// zero: these may be left out, so that what is multiplied with them ought to be finite too.
  void (*convolve_back)(const plateau_convolution *shape, const void *image, const void *signal,
                        const void *back, void *scratch, void *_Nullable target, int adds,
                        void *_Nullable gradient);
  /// Overwrites weights.
  void (*unpack_gradient)(const plateau_convolution *shape, const void *gradient, void *weights);
  /// The same where every channel has a kernel of its own, so that there are as many outputs:
  /// weights and their gradient lie as [kernel_height][kernel_width][channels].
  int64_t (*depthwise_scratch_size)(const plateau_convolution *shape);
  void (*depthwise)(const plateau_convolution *shape, const void *image, const void *weights,
                    void *scratch, void *out);
  void (*depthwise_back)(const plateau_convolution *shape, const void *signal, const void *weights,
                         void *scratch, void *target);
  /// Added to `gradient`.
  void (*depthwise_gradient)(const plateau_convolution *shape, const void *image,
                             const void *signal, void *scratch, void *gradient);
} plateau_convolutions;
#pragma clang attribute pop

#pragma clang assume_nonnull end

#endif
