import CPlateauKernels

// Arithmetic by channel, of `[rows, channels]`: with images one after the other, a row is a pixel.
extension ImageKernels {
  /// Scales and shifts each channel, in place: scale · x + shift.
  package func channelAffine(rows: Int, channels: Int, values: Out, scale: In, shift: In) {
    table.pointee.channel_affine(Int64(rows), Int64(channels), values, scale, shift)
  }

  /// Scales each channel, in place.
  package func channelScale(rows: Int, channels: Int, values: Out, scale: In) {
    table.pointee.channel_scale(Int64(rows), Int64(channels), values, scale)
  }

  /// Computes the mean and the population variance of each channel, summed in double precision.
  ///
  /// - Precondition: rows > 0
  package func channelMoments(
    rows: Int, channels: Int, of values: In, mean: UnsafeMutablePointer<Double>,
    variance: UnsafeMutablePointer<Double>
  ) {
    table.pointee.channel_moments(Int64(rows), Int64(channels), values, mean, variance)
  }

  /// Normalizes each channel, (x − mean) · inverse, and puts out scale · normalized + shift.
  ///
  /// - `normalized`: Receives the former.
  /// - `output`: Receives the latter; it may be the values.
  package func batchNorm(
    rows: Int, channels: Int, of values: In, mean: In, inverse: In, scale: In, shift: In,
    normalized: Out, into output: Out
  ) {
    table.pointee.batch_norm(
      Int64(rows), Int64(channels), values, mean, inverse, scale, shift, normalized, output)
  }

  /// Brings signals from the output of a batch normalization to its input, in place, where its mean
  /// and variance are those of the same rows.
  ///
  /// Source: S. Ioffe and C. Szegedy, "Batch Normalization", 2015, section 3.
  ///
  /// - `scaleGradient`: Receives the gradient of the scales, one for each channel.
  /// - `shiftGradient`: Receives the gradient of the shifts.
  /// - Precondition: rows > 0
  package func batchNormBack(
    rows: Int, channels: Int, signal: Out, normalized: In, inverse: In, scale: In,
    scaleGradient: Out, shiftGradient: Out
  ) {
    table.pointee.batch_norm_back(
      Int64(rows), Int64(channels), signal, normalized, inverse, scale, scaleGradient,
      shiftGradient)
  }
}
