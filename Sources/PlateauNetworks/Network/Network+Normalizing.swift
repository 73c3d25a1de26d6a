import PlateauNumerics

extension Network {
  /// The network with a normalization in front, which takes inputs in other units.
  ///
  /// What a network trained on (x − mean) / deviation becomes for x itself: attacks, bounds and
  /// epsilons are then in units of x.
  ///
  /// - Parameters:
  ///   - means: What is subtracted from each channel: one number for all, or one for each.
  ///   - deviations: What each channel is divided by then, positive: one for all, or one for each.
  /// - Returns: A network of the same parameters, whose first layer is a normalization; its result
  ///   differs from that of normalized inputs by rounding alone, and not at all where means are 0
  ///   and deviations powers of two.
  /// - Throws: `NetworkError` where there is another number of means or deviations, or one is not
  ///   finite or a deviation not positive.
  /// - Complexity: O(*layers*); parameters are shared until one is changed.
  public func normalizingInputs(
    means: [Double], deviations: [Double]
  ) throws(NetworkError) -> Network {
    let channels = architecture.input.channels
    func forEachChannel(_ values: [Double]) -> [Double] {
      values.count == 1 ? Array(repeating: values[0], count: channels) : values
    }
    let normalization = ChannelNormalization(
      means: forEachChannel(means), deviations: forEachChannel(deviations))
    let layers = architecture.layers.map { $0.moved(by: 1) }
    return Network(
      try Architecture(input: architecture.input, layers: [.normalization(normalization)] + layers),
      unchecked: parameters)
  }
}
