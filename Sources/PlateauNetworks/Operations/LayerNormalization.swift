import PlateauNumerics

/// Groups of numbers that follow each other, of a value read as a vector, divided by their size.
///
/// (x − mean) / √(variance + ε), with the population variance, or x / √(mean of x² + ε) where means stay.
/// Learned factors and shifts are layers of their own after it.
///
/// Sources: J. L. Ba, J. R. Kiros and G. E. Hinton, "Layer Normalization", 2016, equation 3; B. Zhang
/// and R. Sennrich, "Root Mean Square Layer Normalization", 2019, equation 4.
public struct LayerNormalization: Sendable, Hashable, Codable {
  /// The numbers of a group.
  public let size: Int
  /// ε, not negative; with 0, groups of zeros alone stay zeros.
  public let epsilon: Double
  /// Whether means are taken off first.
  public let isCentered: Bool

  /// Creates a normalization; sizes that do not fit are refused when an architecture is made.
  public init(size: Int, epsilon: Double = 1e-5, isCentered: Bool = true) {
    (self.size, self.epsilon, self.isCentered) = (size, epsilon, isCentered)
  }
}

extension LayerNormalization: OperationForm {
  package static var kind: String { "layerNormalization" }
  package var words: String {
    "layerNormalization (of \(size)\(isCentered ? "" : ", means stay"))"
  }
  package var operation: Operation { .layerNormalization(self) }
  package var isModule: Bool { false }
  package var isNonlinear: Bool { true }
  package func isNonnegative(ofNonnegative takesNone: Bool) -> Bool { takesNone && !isCentered }

  package func append(
    to builder: inout StageBuilder, _ sources: [StageBuilder.Output], at position: Int
  ) throws(NetworkError) {
    let groups = try builder.groups(of: size, at: position)
    guard epsilon >= 0, epsilon.isFinite else {
      throw NetworkError(
        "Layer \(position), \(words), has the epsilon \(epsilon); it must be finite and not "
          + "negative.")
    }
    let vector = InputShape(channels: groups * size, height: 1, width: 1)
    builder.order(channelsLast: false, at: position)
    if isCentered {
      builder.emit(
        .linear(Centering(groups: groups, size: size)), shape: vector, at: position,
        isChannelsLast: false)
    }
    builder.emit(
      .nonlinear(Normalization(groups: groups, size: size, epsilon: epsilon)), shape: vector,
      at: position, isChannelsLast: false)
  }
}
