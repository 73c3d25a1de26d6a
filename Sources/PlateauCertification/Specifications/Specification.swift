import PlateauNumerics

/// Functionals of a network's values that are to be bounded from below over domains.
protocol Specification {
  /// The number of functionals.
  var count: Int { get }

  /// Writes them as rows on their way back to the input.
  ///
  /// - Parameters:
  ///   - rows: Has room for as many.
  ///   - workspace: The domains, whose magnitudes rounding is proportional to.
  /// - Returns: Where they begin.
  func write(into rows: BackwardBound, _ workspace: BoundWorkspace) -> BackwardStart

  /// Moves what is free to choose, such as weights of inequalities, up the gradient.
  ///
  /// - Parameters:
  ///   - points: By value: what the inputs where bounds are taken lead to, by row.
  ///   - network: The network.
  ///   - rate: The step.
  mutating func ascend(along points: [RowBuffer<Double>], _ network: BoundedNetwork, rate: Double)
}

extension Specification {
  mutating func ascend(
    along points: [RowBuffer<Double>], _ network: BoundedNetwork, rate: Double
  ) {}
}
