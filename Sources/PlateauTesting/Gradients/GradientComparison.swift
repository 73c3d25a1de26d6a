/// How far a gradient lies from the differences it was compared with.
public struct GradientComparison: Sendable, Hashable {
  /// One component, with both of its values.
  public struct Component: Sendable, Hashable {
    /// The example, counted from 0.
    public let row: Int
    /// The coordinate of the input, or the place in the buffer of parameters.
    public let index: Int
    /// The gradient that was checked.
    public let gradient: Double
    /// The difference.
    public let difference: Double
  }

  /// The number of components compared.
  public private(set) var compared = 0
  /// The number of components whose difference told nothing, and which were left out.
  public private(set) var inconclusive = 0
  /// The largest |gradient − difference| relative to the largest component of its example;
  /// infinite where one of them is not finite.
  public private(set) var largestError = 0.0
  /// The component with that error; nil where all agree exactly or none was compared.
  public private(set) var worst: Component?
  /// The largest error allowed.
  public let tolerance: Double

  /// Whether every component compared agrees, and they are nine of ten at least.
  public var passes: Bool {
    compared > 0 && compared >= 9 * inconclusive && largestError <= tolerance
  }

  init(tolerance: Double) {
    self.tolerance = tolerance
  }

  init(
    _ gradient: [Double], _ differences: [FourthOrderDifference], indices: [Int], row: Int,
    tolerance: Double
  ) {
    self.tolerance = tolerance
    var scale = 0.0
    for (component, difference) in zip(gradient, differences) {
      scale = max(scale, abs(component), abs(difference.value))
    }
    for (place, difference) in differences.enumerated() {
      let component = Component(
        row: row, index: indices[place], gradient: gradient[place], difference: difference.value)
      guard component.gradient.isFinite && difference.uncertainty.isFinite else {
        note(component, error: .infinity)
        continue
      }
      let distance = abs(component.gradient - component.difference)
      // Both may be 0 where nothing changes anything.
      guard distance == 0 || difference.uncertainty <= tolerance * scale else {
        inconclusive += 1
        continue
      }
      note(component, error: distance == 0 ? 0 : distance / scale)
    }
  }

  private mutating func note(_ component: Component, error: Double) {
    compared += 1
    guard error > largestError else { return }
    largestError = error
    worst = component
  }

  /// Adds the components of another example.
  mutating func add(_ other: GradientComparison) {
    compared += other.compared
    inconclusive += other.inconclusive
    guard other.largestError > largestError else { return }
    largestError = other.largestError
    worst = other.worst
  }
}

extension GradientComparison: CustomStringConvertible {
  /// What was compared and the worst component, in one line.
  public var description: String {
    var text =
      "\(compared) components compared, \(inconclusive) inconclusive; largest error "
      + "\(largestError), allowed \(tolerance)"
    if let worst {
      text +=
        " (example \(worst.row), component \(worst.index): gradient \(worst.gradient), "
        + "difference \(worst.difference))"
    }
    return text
  }
}
