package import CPlateauKernels

/// The shape of a pooling over images: `[height, width, channels]` to
/// `[outHeight, outWidth, channels]`.
///
/// A window that would go beyond the padding is left out, so that each output side is
/// ⌊(side + padding before + padding after − kernel) / stride⌋ + 1.
package struct PoolingShape: Hashable, Sendable {
  package let height: Int
  package let width: Int
  package let channels: Int
  package let kernelHeight: Int
  package let kernelWidth: Int
  package let strideHeight: Int
  package let strideWidth: Int
  package let padding: ImagePadding
  /// Whether averages count the zeros of the padding.
  package let countsPadding: Bool

  /// Creates the shape; strides are as long as the kernel where none are given.
  ///
  /// - Precondition: Sides, kernel and strides are positive, the padding of each side is from 0 to
  ///   less than the kernel, the padded image holds a window, and the image has less than 2³¹
  ///   pixels.
  package init(
    height: Int, width: Int, channels: Int, kernelHeight: Int, kernelWidth: Int,
    strideHeight: Int? = nil, strideWidth: Int? = nil, padding: ImagePadding = ImagePadding(),
    countsPadding: Bool = true
  ) {
    self.height = height
    self.width = width
    self.channels = channels
    self.kernelHeight = kernelHeight
    self.kernelWidth = kernelWidth
    self.strideHeight = strideHeight ?? kernelHeight
    self.strideWidth = strideWidth ?? kernelWidth
    self.padding = padding
    self.countsPadding = countsPadding
    precondition(height > 0 && width > 0 && channels > 0, "every side must be positive")
    precondition(height * width <= Int(Int32.max), "winners are numbered by 32 bits")
    precondition(kernelHeight > 0 && kernelWidth > 0, "the kernel must be positive")
    precondition(self.strideHeight > 0 && self.strideWidth > 0, "strides must be positive")
    precondition(
      (0..<kernelHeight).contains(padding.top) && (0..<kernelHeight).contains(padding.bottom)
        && (0..<kernelWidth).contains(padding.left) && (0..<kernelWidth).contains(padding.right),
      "the padding must be smaller than the kernel")
    precondition(
      height + padding.top + padding.bottom >= kernelHeight
        && width + padding.left + padding.right >= kernelWidth,
      "the padded image must hold a window")
  }

  package var outHeight: Int {
    (height + padding.top + padding.bottom - kernelHeight) / strideHeight + 1
  }

  package var outWidth: Int {
    (width + padding.left + padding.right - kernelWidth) / strideWidth + 1
  }

  /// The shape as the kernels take it.
  package var parameters: plateau_pooling {
    plateau_pooling(
      height: Int64(height), width: Int64(width), channels: Int64(channels),
      out_height: Int64(outHeight), out_width: Int64(outWidth),
      kernel_height: Int64(kernelHeight), kernel_width: Int64(kernelWidth),
      stride_height: Int64(strideHeight), stride_width: Int64(strideWidth),
      pad_top: Int64(padding.top), pad_left: Int64(padding.left),
      counts_padding: countsPadding ? 1 : 0)
  }
}
