public import PlateauNumerics

/// The straight path between two inputs, x(s) = (1 − s)·source + s·target, at evenly spaced s.
public struct InterpolationPath<Element: Scalar>: Sendable, Hashable {
  /// Where it begins, at s = 0.
  public let source: [Element]
  /// Where it ends, at s = 1.
  public let target: [Element]
  /// The number of points, both ends included.
  public let count: Int

  /// Creates a path.
  ///
  /// - Precondition: both ends have the same size, and there are at least 2 points.
  public init(from source: [Element], to target: [Element], count: Int) {
    precondition(source.count == target.count, "both ends are inputs of one network")
    precondition(count >= 2, "a path has two ends")
    self.source = source
    self.target = target
    self.count = count
  }

  /// The s of each point, from 0 to 1.
  public var positions: [Double] { (0..<count).map { Double($0) / Double(count - 1) } }

  /// The points, of shape `[count, features]`: (1 − s)·source rounded to working precision, and s·target
  /// added to it in one more rounding.
  public var inputs: Matrix<Element> {
    let shares = positions.flatMap { [Element(1 - $0), Element($0)] }
    let ends = source + target
    var points = Matrix<Element>(rows: count, columns: source.count)
    Element.kernels.gemm(
      shares, ends, into: &points.elements, ProductShape(m: count, n: source.count, k: 2))
    return points
  }

  /// The derivative of x with respect to s, the same everywhere: target − source.
  public var velocity: [Element] { zip(source, target).map { $1 - $0 } }
}
