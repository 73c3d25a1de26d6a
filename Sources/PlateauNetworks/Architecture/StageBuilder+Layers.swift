import PlateauNumerics

extension StageBuilder {
  mutating func appendDense(_ units: Int, at position: Int) throws(NetworkError) {
    let limit = Architecture.largestWidth
    guard (1...limit).contains(units) else {
      throw NetworkError(
        "Layer \(position), dense, has \(units) units; give a number from 1 to \(limit).")
    }
    order(channelsLast: false, at: position)
    try checkParameters(shape.count, units, at: position)
    let weight = emit("weight", [units, shape.count])
    let bias = emit("bias", [units])
    emit(
      .linear(
        Dense(inputs: shape.count, outputs: units, weightOffset: weight, biasOffset: bias)),
      shape: InputShape(channels: units, height: 1, width: 1), at: position)
    index += 1
  }

  mutating func appendConvolution(
    _ convolution: Convolution, at position: Int
  ) throws(NetworkError) {
    let (channels, window) = (convolution.channels, convolution.window)
    guard (1...Architecture.largestWidth).contains(channels) else {
      throw NetworkError(
        "Layer \(position), convolution, has \(channels) channels; give a number from 1 to "
          + "\(Architecture.largestWidth).")
    }
    let output = try sides(of: window, at: position)
    guard output.height * output.width <= Architecture.largestWidth / channels else {
      throw NetworkError(
        "Layer \(position), \(layers[position]), makes \(channels)×\(output.height)×"
          + "\(output.width) values; at most \(Architecture.largestWidth) are possible.")
    }
    order(channelsLast: true, at: position)
    try checkParameters(shape.channels * window.height * window.width, channels, at: position)
    let geometry = ConvolutionShape(shape, filters: channels, window)
    let weight = emit("weight", [channels, shape.channels, window.height, window.width])
    let bias = convolution.hasBias ? emit("bias", [channels]) : nil
    emit(
      .linear(SpatialConvolution(shape: geometry, weightOffset: weight, biasOffset: bias)),
      shape: InputShape(channels: channels, height: output.height, width: output.width),
      at: position)
    index += 1
  }

  mutating func appendPooling(
    _ window: Window, countsPadding: Bool = true, at position: Int,
    _ operation: (PoolingShape) -> Stage.Operation
  ) throws(NetworkError) {
    let output = try sides(of: window, at: position)
    let padding = window.padding
    // A window that lies in the padding alone has no value.
    guard padding.top < window.height, padding.bottom < window.height,
      padding.left < window.width, padding.right < window.width
    else {
      throw NetworkError(
        "Layer \(position), \(layers[position]), has windows without a pixel; its padding must be "
          + "smaller than the window.")
    }
    order(channelsLast: true, at: position)
    let geometry = PoolingShape(
      height: shape.height, width: shape.width, channels: shape.channels, window,
      countsPadding: countsPadding)
    emit(
      operation(geometry),
      shape: InputShape(channels: shape.channels, height: output.height, width: output.width),
      at: position)
    index += 1
  }

  mutating func appendNormalization(
    _ normalization: ChannelNormalization, at position: Int
  ) throws(NetworkError) {
    let (means, deviations) = (normalization.means, normalization.deviations)
    guard means.count == shape.channels, deviations.count == shape.channels else {
      throw NetworkError(
        "Layer \(position), normalization, has \(means.count) means and \(deviations.count) "
          + "deviations, but its input \(shape) has \(shape.channels) channels; give one each.")
    }
    guard means.allSatisfy(\.isFinite),
      deviations.allSatisfy({ $0 != 0 && (1 / $0).isFinite && $0.isFinite })
    else {
      throw NetworkError(
        "Layer \(position), normalization, has the means \(means) and deviations \(deviations); "
          + "means must be finite, deviations finite and not 0.")
    }
    order(channelsLast: true, at: position)
    emit(
      .linear(ChannelMap(source: .constants(normalization), image: shape)), shape: shape,
      at: position)
    index += 1
  }

  mutating func appendBatchNormalization(
    _ epsilon: Double, at position: Int
  ) throws(NetworkError) {
    guard epsilon > 0, epsilon.isFinite else {
      throw NetworkError(
        "Layer \(position), batchNormalization, has the epsilon \(epsilon); it must be positive and "
          + "finite, such as 1e-5.")
    }
    order(channelsLast: true, at: position)
    let channels = shape.channels
    try checkParameters(4, channels, at: position)
    let scale = emit("weight", [channels])
    let shift = emit("bias", [channels])
    let mean = emit("running_mean", [channels], isTrained: false)
    let variance = emit("running_var", [channels], isTrained: false)
    let offsets = NormalizationOffsets(
      scale: scale, shift: shift, mean: mean, variance: variance, epsilon: epsilon)
    emit(
      .linear(ChannelMap(source: .statistics(offsets), image: shape)), shape: shape, at: position)
    index += 1
  }

  /// The height and width that a window makes of the current value.
  private func sides(of window: Window, at position: Int) throws(NetworkError) -> (
    height: Int, width: Int
  ) {
    let padding = window.padding
    let limit = 1 << 12
    let numbers = [window.height, window.width, window.verticalStride, window.horizontalStride]
    let pads = [padding.top, padding.left, padding.bottom, padding.right]
    guard numbers.allSatisfy({ (1...limit).contains($0) }),
      pads.allSatisfy({ (0...limit).contains($0) })
    else {
      throw NetworkError(
        "Layer \(position), \(layers[position]), has a side, stride or padding out of range; sides "
          + "and strides go from 1 to \(limit), padding from 0 to \(limit).")
    }
    let height = shape.height + padding.top + padding.bottom
    let width = shape.width + padding.left + padding.right
    guard window.height <= height, window.width <= width else {
      throw NetworkError(
        "Layer \(position), \(layers[position]), does not fit its input \(shape), which is "
          + "\(height)×\(width) pixels large with its padding. Make the window smaller.")
    }
    return (
      (height - window.height) / window.verticalStride + 1,
      (width - window.width) / window.horizontalStride + 1
    )
  }

  private func checkParameters(
    _ inputs: Int, _ outputs: Int, at position: Int
  ) throws(NetworkError) {
    // Both are far below 2⁴⁸ by then, so that nothing overflows.
    let (product, overflows) = inputs.multipliedReportingOverflow(by: outputs)
    let total = overflows ? Int.max / 2 : min(product, Int.max / 2) + outputs + offset
    guard total <= Architecture.largestParameterCount else {
      throw NetworkError(
        "Layer \(position), \(layers[position]), brings the number of parameters to \(total); at "
          + "most \(Architecture.largestParameterCount) are possible. Make layers smaller.")
    }
  }
}
