import PlateauNumerics

extension PoolingShape {
  /// The shape of a window over an image that it fits.
  init(height: Int, width: Int, channels: Int, _ window: Window, countsPadding: Bool) {
    self.init(
      height: height, width: width, channels: channels, kernelHeight: window.height,
      kernelWidth: window.width, strideHeight: window.verticalStride,
      strideWidth: window.horizontalStride,
      padding: ImagePadding(window.padding),
      countsPadding: countsPadding)
  }
}

extension ConvolutionShape {
  /// The shape of a window over an image that it fits.
  init(
    _ input: InputShape, filters: Int, _ window: Window, groups: Int,
    dilation: Convolution.Dilation
  ) {
    self.init(
      input: input, filters: filters, kernel: (window.height, window.width),
      stride: (window.verticalStride, window.horizontalStride),
      padding: ImagePadding(window.padding), groups: groups,
      dilation: (dilation.vertical, dilation.horizontal))
  }
}

extension ImagePadding {
  fileprivate init(_ padding: Window.Padding) {
    self.init(
      top: padding.top, left: padding.left, bottom: padding.bottom, right: padding.right)
  }
}
