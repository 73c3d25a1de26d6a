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
  /// Into how many groups channels and filters are divided: a filter sees those of its group.
  package let groups: Int
  /// The distance between rows, and columns, of the image that neighbors in a kernel see.
  package let dilationHeight: Int
  package let dilationWidth: Int

  /// - Precondition: filters, kernel, strides and dilations are positive, the kernel fits into the
  ///   padded image, and channels and filters are multiples of the groups.
  package init(
    input: InputShape, filters: Int, kernel: (height: Int, width: Int),
    stride: (height: Int, width: Int) = (1, 1), padding: ImagePadding = ImagePadding(),
    groups: Int = 1, dilation: (height: Int, width: Int) = (1, 1)
  ) {
    precondition(filters > 0, "a convolution has filters")
    precondition(kernel.height > 0 && kernel.width > 0, "the sides of a kernel are positive")
    precondition(stride.height > 0 && stride.width > 0, "strides are positive")
    precondition(dilation.height > 0 && dilation.width > 0, "dilations are positive")
    precondition(
      groups > 0 && filters % groups == 0 && input.channels % groups == 0,
      "groups divide channels and filters")
    self.input = input
    self.filters = filters
    self.padding = padding
    self.groups = groups
    (kernelHeight, kernelWidth) = kernel
    (strideHeight, strideWidth) = stride
    (dilationHeight, dilationWidth) = dilation
    precondition(
      spanHeight <= paddedHeight && spanWidth <= paddedWidth,
      "the kernel is larger than the padded image")
  }
}

extension ConvolutionShape {
  /// The rows from the first to the last that a kernel sees.
  private var spanHeight: Int { (kernelHeight - 1) * dilationHeight + 1 }
  /// The columns from the first to the last that a kernel sees.
  private var spanWidth: Int { (kernelWidth - 1) * dilationWidth + 1 }
  package var paddedHeight: Int { padding.top + input.height + padding.bottom }
  package var paddedWidth: Int { padding.left + input.width + padding.right }
  /// ⌊(padded − dilation · (kernel − 1) − 1) / stride⌋ + 1, as in `torch.nn.Conv2d`.
  package var outputHeight: Int { (paddedHeight - spanHeight) / strideHeight + 1 }
  /// ⌊(padded − dilation · (kernel − 1) − 1) / stride⌋ + 1, as in `torch.nn.Conv2d`.
  package var outputWidth: Int { (paddedWidth - spanWidth) / strideWidth + 1 }
  /// The shape of what comes out.
  package var output: InputShape {
    InputShape(channels: filters, height: outputHeight, width: outputWidth)
  }
  /// The channels of the image that a filter sees.
  package var groupChannels: Int { input.channels / groups }
  /// The filters of a group.
  package var groupFilters: Int { filters / groups }
  /// The weights of a filter: its sums have so many products.
  package var fanIn: Int { groupChannels * kernelHeight * kernelWidth }
  /// The number of weights, `[filters, channels of a group, kernel height, kernel width]`.
  package var weightCount: Int { filters * fanIn }
  /// The number of products and sums of one image, zeros of the padding included.
  package var flops: Int { 2 * outputHeight * outputWidth * weightCount }
  /// Whether every channel has a kernel of its own.
  package var isDepthwise: Bool { groups > 1 && groups == input.channels && groups == filters }
  /// Whether it has one group and no dilation.
  package var isPlain: Bool { groups == 1 && dilationHeight == 1 && dilationWidth == 1 }

  /// The sizes as the kernels read them.
  package var sizes: plateau_convolution {
    plateau_convolution(
      height: Int64(input.height), width: Int64(input.width), channels: Int64(input.channels),
      out_height: Int64(outputHeight), out_width: Int64(outputWidth),
      out_channels: Int64(filters), kernel_height: Int64(kernelHeight),
      kernel_width: Int64(kernelWidth), stride_height: Int64(strideHeight),
      stride_width: Int64(strideWidth), pad_top: Int64(padding.top), pad_left: Int64(padding.left),
      padded_height: Int64(paddedHeight), padded_width: Int64(paddedWidth),
      dilation_height: Int64(dilationHeight), dilation_width: Int64(dilationWidth))
  }

  /// Calls a closure for each product of the sum that makes an output.
  ///
  /// - `output`: The place of the output, with channels last.
  /// - `body`: Receives the place in the image, with channels last, and that of the weight.
  package func forEachTerm(of output: Int, _ body: (_ input: Int, _ weight: Int) -> Void) {
    let (filter, pixel) = (output % filters, output / filters)
    let area = kernelHeight * kernelWidth
    let first = filter / groupFilters * groupChannels
    let top = pixel / outputWidth * strideHeight - padding.top
    let left = pixel % outputWidth * strideWidth - padding.left
    for dy in 0..<kernelHeight {
      let row = top + dy * dilationHeight
      guard (0..<input.height).contains(row) else { continue }
      for dx in 0..<kernelWidth {
        let column = left + dx * dilationWidth
        guard (0..<input.width).contains(column) else { continue }
        let source = (row * input.width + column) * input.channels + first
        let weight = filter * fanIn + dy * kernelWidth + dx
        for channel in 0..<groupChannels { body(source + channel, weight + channel * area) }
      }
    }
  }

  /// Calls a closure for each output that has a product with a number of the image.
  ///
  /// - `input`: The place in the image, with channels last.
  /// - `body`: Receives the place of the output, with channels last, and that of the weight.
  package func forEachUse(of input: Int, _ body: (_ output: Int, _ weight: Int) -> Void) {
    let (channel, pixel) = (input % self.input.channels, input / self.input.channels)
    let (y, x) = (pixel / self.input.width, pixel % self.input.width)
    let group = channel / groupChannels
    let area = kernelHeight * kernelWidth
    for dy in 0..<kernelHeight {
      let row = y + padding.top - dy * dilationHeight
      guard row >= 0, row % strideHeight == 0, row / strideHeight < outputHeight else { continue }
      for dx in 0..<kernelWidth {
        let column = x + padding.left - dx * dilationWidth
        guard column >= 0, column % strideWidth == 0, column / strideWidth < outputWidth else {
          continue
        }
        let place = (row / strideHeight * outputWidth + column / strideWidth) * filters
        for filter in group * groupFilters..<(group + 1) * groupFilters {
          let weight = filter * fanIn + channel % groupChannels * area + dy * kernelWidth + dx
          body(place + filter, weight)
        }
      }
    }
  }
}
