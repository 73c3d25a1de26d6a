import PlateauNumerics

extension ChannelNormalization: OperationForm {
  package static var kind: String { "normalization" }
  package var operation: Operation { .normalization(self) }
  package var keepsPlaces: Bool { true }

  package func isNonnegative(ofNonnegative takesNone: Bool) -> Bool {
    takesNone && means.allSatisfy { $0 <= 0 } && deviations.allSatisfy { $0 > 0 }
  }

  package func append(
    to builder: inout StageBuilder, _ sources: [StageBuilder.Output], at position: Int
  ) throws(NetworkError) {
    let shape = builder.shape
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
    builder.order(channelsLast: true, at: position)
    builder.emit(
      .linear(ChannelMap(source: .constants(self), image: shape)), shape: shape, at: position)
  }
}

/// Batch normalization as files have it.
struct BatchNormalizationForm: OperationForm {
  let epsilon: Double

  static var kind: String { "batchNormalization" }
  var operation: Operation { .batchNormalization(epsilon: epsilon) }

  func append(
    to builder: inout StageBuilder, _ sources: [StageBuilder.Output], at position: Int
  ) throws(NetworkError) {
    guard epsilon > 0, epsilon.isFinite else {
      throw NetworkError(
        "Layer \(position), batchNormalization, has the epsilon \(epsilon); it must be positive and "
          + "finite, such as 1e-5.")
    }
    builder.order(channelsLast: true, at: position)
    let shape = builder.shape
    let channels = shape.channels
    try builder.checkParameters(4, channels, at: position)
    let scale = builder.emit("weight", [channels])
    let shift = builder.emit("bias", [channels])
    let mean = builder.emit("running_mean", [channels], isTrained: false)
    let variance = builder.emit("running_var", [channels], isTrained: false)
    let offsets = NormalizationOffsets(
      scale: scale, shift: shift, mean: mean, variance: variance, epsilon: epsilon)
    builder.emit(
      .linear(ChannelMap(source: .statistics(offsets), image: shape)), shape: shape, at: position)
  }
}
