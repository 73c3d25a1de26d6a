package import CPlateauKernels

/// The sizes of a convolution of one image: what goes in, how the kernel moves, what comes out.
package struct ConvolutionShape: Hashable, Sendable {
  /// The image.
  package let input: InputShape
  /// The number of filters, which are the channels of the output.
  package let filters: Int
  package let kernelHeight: Int
  package let kernelWidth: Int
  package let strideHeight: Int
  package let strideWidth: Int
  package let padding: ImagePadding

  /// - Precondition: filters, kernel and strides are positive, and the kernel fits into the padded
  ///   image.
  package init(
    input: InputShape, filters: Int, kernel: (height: Int, width: Int),
    stride: (height: Int, width: Int) = (1, 1), padding: ImagePadding = ImagePadding()
  ) {
    precondition(filters > 0, "a convolution has filters")
    precondition(kernel.height > 0 && kernel.width > 0, "the sides of a kernel are positive")
    precondition(stride.height > 0 && stride.width > 0, "strides are positive")
    self.input = input
    self.filters = filters
    kernelHeight = kernel.height
    kernelWidth = kernel.width
    strideHeight = stride.height
    strideWidth = stride.width
    self.padding = padding
    precondition(
      kernel.height <= paddedHeight && kernel.width <= paddedWidth,
      "the kernel is larger than the padded image")
  }
}

extension ConvolutionShape {
  package var paddedHeight: Int { padding.top + input.height + padding.bottom }
  package var paddedWidth: Int { padding.left + input.width + padding.right }
  /// ⌊(padded − kernel) / stride⌋ + 1, as in `torch.nn.Conv2d`.
  package var outputHeight: Int { (paddedHeight - kernelHeight) / strideHeight + 1 }
  /// ⌊(padded − kernel) / stride⌋ + 1, as in `torch.nn.Conv2d`.
  package var outputWidth: Int { (paddedWidth - kernelWidth) / strideWidth + 1 }
  /// The shape of what comes out.
  package var output: InputShape {
    InputShape(channels: filters, height: outputHeight, width: outputWidth)
  }
  /// The number of weights, `[filters, channels, kernel height, kernel width]`.
  package var weightCount: Int { filters * input.channels * kernelHeight * kernelWidth }
  /// The number of products and sums of one image, zeros of the padding included.
  package var flops: Int { 2 * outputHeight * outputWidth * weightCount }

  /// The sizes as the kernels read them.
  package var sizes: plateau_convolution {
    plateau_convolution(
      height: Int64(input.height), width: Int64(input.width), channels: Int64(input.channels),
      out_height: Int64(outputHeight), out_width: Int64(outputWidth),
      out_channels: Int64(filters), kernel_height: Int64(kernelHeight),
      kernel_width: Int64(kernelWidth), stride_height: Int64(strideHeight),
      stride_width: Int64(strideWidth), pad_top: Int64(padding.top), pad_left: Int64(padding.left),
      padded_height: Int64(paddedHeight), padded_width: Int64(paddedWidth))
  }
}
