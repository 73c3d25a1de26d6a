import CPlateauKernels

// Convolutions in which every channel has a kernel of its own, so that there are as many outputs:
// weights and their gradient lie as `[kernel height, kernel width, channels]`.
extension ConvolutionKernels {
  /// The number of elements that a call needs for itself.
  package func depthwiseScratchSize(_ sizes: Sizes) -> Int {
    Int(table.pointee.depthwise_scratch_size(sizes))
  }

  /// Convolves an image, without a bias.
  package func depthwise(_ sizes: Sizes, image: In, weights: In, scratch: Out, into output: Out) {
    table.pointee.depthwise(sizes, image, weights, scratch, output)
  }

  /// Brings a signal at the output to the image.
  package func depthwiseBack(
    _ sizes: Sizes, signal: In, weights: In, scratch: Out, into target: Out
  ) {
    table.pointee.depthwise_back(sizes, signal, weights, scratch, target)
  }

  /// Adds to the gradient of the weights.
  package func depthwiseGradient(
    _ sizes: Sizes, image: In, signal: In, scratch: Out, addingTo gradient: Out
  ) {
    table.pointee.depthwise_gradient(sizes, image, signal, scratch, gradient)
  }
}
