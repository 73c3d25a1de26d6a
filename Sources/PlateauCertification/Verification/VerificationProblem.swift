package import PlateauData
import PlateauNumerics
public import PlateauRobustness

/// A region of inputs, and what the outputs must not be there.
public struct VerificationProblem: Sendable, Hashable {
  /// The inputs.
  public enum Region: Sendable, Hashable {
    /// Each input in an interval. The ends lie within the ranges: a proof is of the largest box,
    /// a counterexample of the smallest.
    case box(lower: [ClosedRange<Double>], upper: [ClosedRange<Double>])
    /// The ball around a center, clipped to the box.
    case ball(center: [Double], threat: ThreatModel)
  }

  /// The inputs.
  public let region: Region
  /// Conjunctions of inequalities, of which one makes an output unsafe; one without inequalities
  /// makes every output so.
  public let conjunctions: [[OutputInequality]]
  /// Inputs that are one number each, which is none in double precision: both ends of the box lie
  /// between its neighbors.
  public let fixed: Set<Int>

  /// Creates a problem.
  ///
  /// - Parameters:
  ///   - region: The inputs.
  ///   - conjunctions: What the outputs must not be.
  ///   - fixed: The inputs of a box that are one number each, though no number in double precision.
  public init(
    _ region: Region, unsafe conjunctions: [[OutputInequality]], fixed: Set<Int> = []
  ) {
    self.region = region
    self.conjunctions = conjunctions
    self.fixed = fixed
  }

  /// That a class wins strictly everywhere in a ball.
  ///
  /// - Parameters:
  ///   - label: The class.
  ///   - classes: The number of classes.
  ///   - center: An input in the box.
  ///   - threat: The ball.
  public init(label: Int, of classes: Int, at center: [Double], within threat: ThreatModel) {
    self.init(
      .ball(center: center, threat: threat),
      unsafe: (0..<classes).filter { $0 != label }.map { [.output($0, reaches: label)] })
  }

  /// That the true class of an example wins strictly everywhere in the ball around it.
  package init(example index: Int, of examples: Examples, within threat: ThreatModel) {
    self.init(
      label: examples.labels[index], of: examples.classCount,
      at: examples.inputs.row(index).map { Double($0) }, within: threat)
  }

  /// The number of inputs.
  var inputs: Int {
    switch region {
    case .box(let lower, _): lower.count
    case .ball(let center, _): center.count
    }
  }

  /// The largest box that the inputs lie in.
  var box: (lower: [Double], upper: [Double]) {
    switch region {
    case .box(let lower, let upper): (lower.map(\.lowerBound), upper.map(\.upperBound))
    case .ball(let center, let threat):
      (
        center.map { max(($0 - threat.epsilon).nextDown, threat.bounds.lowerBound) },
        center.map { min(($0 + threat.epsilon).nextUp, threat.bounds.upperBound) }
      )
    }
  }

  /// A box whose points are all inputs.
  ///
  /// In ℓ2 such points have to be checked. Of a fixed input it has a neighbor, which stands for that
  /// number.
  var certainBox: (lower: [Double], upper: [Double]) {
    switch region {
    case .box(let lower, let upper): certainEnds(lower, upper)
    case .ball(let center, let threat):
      (
        center.map { max(Self.inner($0, -threat.epsilon), threat.bounds.lowerBound) },
        center.map { min(-Self.inner(-$0, -threat.epsilon), threat.bounds.upperBound) }
      )
    }
  }

  private func certainEnds(
    _ lower: [ClosedRange<Double>], _ upper: [ClosedRange<Double>]
  ) -> (lower: [Double], upper: [Double]) {
    var ends = (lower: lower.map(\.upperBound), upper: upper.map(\.lowerBound))
    for input in fixed {
      // The neighbor that rounding gives has the shorter decimals, as a rule.
      let neighbors = [lower[input].lowerBound, upper[input].upperBound]
      let nearest = neighbors.min { "\($0)".utf8.count < "\($1)".utf8.count } ?? neighbors[0]
      (ends.lower[input], ends.upper[input]) = (nearest, nearest)
    }
    return ends
  }

  /// Where an input lies at a point of the certain box: at one number, or beside it if it is fixed.
  func values(of input: Int, at point: [Double]) -> DirectedSum {
    guard fixed.contains(input), case .box(let lower, let upper) = region else {
      return DirectedSum(point[input])
    }
    return DirectedSum(lower: lower[input].lowerBound, upper: upper[input].upperBound)
  }

  /// The least number not below a + b.
  private static func inner(_ a: Double, _ b: Double) -> Double {
    let sum = DirectedSum.sum(a, b)
    return sum.upper
  }
}
