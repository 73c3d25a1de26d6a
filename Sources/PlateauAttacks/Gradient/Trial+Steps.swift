import PlateauNumerics
import PlateauRobustness
import RealModule

extension Trial {
  /// Moves every iterate along the gradient, and projects it into the ball and the box.
  ///
  /// - Parameter size: The length of the step under the norm of the threat.
  public func step(by size: Double) {
    guard count > 0 else { return }
    let lower = Element(threat.bounds.lowerBound)
    let upper = Element(threat.bounds.upperBound)
    let epsilon = Element(threat.epsilon)
    switch threat.norm {
    case .lInfinity:
      Element.kernels.signStep(
        Int64(count * iterates.columns), iterates.pointer, gradient.pointer, origins.pointer,
        Element(size), epsilon, lower, upper)
    case .l2:
      Element.kernels.lengthStep(
        Int64(count), Int64(iterates.columns), iterates.pointer, gradient.pointer,
        origins.pointer, Element(size), epsilon, lower, upper)
    }
  }

  /// Moves every iterate to a random point of the ball, clipped to the box.
  ///
  /// Uniform in ℓ∞; in ℓ2 a uniform direction and a radius uniform in `0...epsilon`.
  public func moveToRandomPoint() {
    let bounds = threat.bounds
    for row in 0..<count {
      var generator = generator(row: row)
      let origin = origins.row(row)
      let target = iterates.row(row)
      fillDirection(target, &generator)
      let scale: Double
      switch threat.norm {
      case .lInfinity: scale = threat.epsilon
      case .l2:
        let zero = gradient.row(row)
        zero.update(repeating: 0, count: iterates.columns)
        let length = Element.kernels.squaredDistance(Int64(iterates.columns), target, zero)
        scale = threat.epsilon * generator.uniform() / max(length.squareRoot(), 0x1p-500)
      }
      for column in 0..<iterates.columns {
        let moved = Double(origin[column]) + scale * Double(target[column])
        target[column] = Element(min(max(moved, bounds.lowerBound), bounds.upperBound))
      }
    }
  }

  private func fillDirection(
    _ target: UnsafeMutablePointer<Element>, _ generator: inout SeededGenerator
  ) {
    switch threat.norm {
    case .lInfinity:
      for column in 0..<iterates.columns { target[column] = Element(generator.uniform(-1, 1)) }
    case .l2:
      for column in 0..<iterates.columns { target[column] = Element(generator.normal()) }
    }
  }
}
