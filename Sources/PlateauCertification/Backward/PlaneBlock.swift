import PlateauNetworks
import PlateauNumerics

/// The planes around what one nonlinear map makes, for up to `capacity` examples.
///
/// A number v that it makes is bounded by those that it depends on: Σ lower slope · s + lower intercept
/// ≤ v, and the same from above.
final class PlaneBlock {
  private let map: any NonlinearMap
  /// The numbers that it makes.
  let count: Int
  let lowerSlopes: RowBuffer<Double>
  let upperSlopes: RowBuffer<Double>
  let lowerIntercepts: RowBuffer<Double>
  let upperIntercepts: RowBuffer<Double>
  /// No less than Σ |slope|·|s| + |intercept| of both planes, what errors are proportional to.
  private let reaches: RowBuffer<Double>

  init(_ map: any NonlinearMap, count: Int, capacity: Int) {
    self.map = map
    self.count = count
    func buffer(_ columns: Int) -> RowBuffer<Double> {
      RowBuffer(capacity: capacity, columns: columns)
    }
    (lowerSlopes, upperSlopes) = (buffer(count * map.terms), buffer(count * map.terms))
    (lowerIntercepts, upperIntercepts, reaches) = (buffer(count), buffer(count), buffer(count))
  }

  /// Draws the planes of an example over the bounds of its sources, of whose magnitudes the others are
  /// no less.
  func draw(
    _ example: Int, _ boxes: [(lower: UnsafePointer<Double>, upper: UnsafePointer<Double>)],
    _ magnitudes: [UnsafePointer<Double>]
  ) {
    for output in 0..<count {
      let lower = lowerSlopes.row(example) + output * map.terms
      let upper = upperSlopes.row(example) + output * map.terms
      let intercepts = map.planes(of: output, boxes, lower: lower, upper: upper)
      lowerIntercepts[example, output] = intercepts.lower
      upperIntercepts[example, output] = intercepts.upper
      var reach = max(intercepts.lower.magnitude, intercepts.upper.magnitude)
      map.forEachTerm(of: output) { term, part, input in
        reach += max(lower[term].magnitude, upper[term].magnitude) * magnitudes[part][input]
      }
      reaches[example, output] = reach * (1 + 2 * RoundingError.gamma(map.terms + 4))
    }
  }

  /// Replaces what the map makes by its planes in a functional, of which a positive coefficient takes
  /// the lower one.
  ///
  /// - Parameters:
  ///   - coefficients: Those of what the map makes.
  ///   - example: The example of the functional.
  ///   - targets: By source, coefficients to add to; nil leaves a source out.
  /// - Returns: What comes to the constant, and no less than what rounding takes from the bound.
  func relax(
    _ coefficients: UnsafePointer<Double>, _ example: Int,
    addingTo targets: [UnsafeMutablePointer<Double>?]
  ) -> (constant: Double, error: Double) {
    let terms = map.terms
    var (constant, reach) = (0.0, 0.0)
    var used = 0
    for output in 0..<count where coefficients[output] != 0 {
      let coefficient = coefficients[output]
      let isLower = coefficient > 0
      let slopes = (isLower ? lowerSlopes : upperSlopes).row(example) + output * terms
      constant += coefficient * (isLower ? lowerIntercepts : upperIntercepts)[example, output]
      reach += coefficient.magnitude * reaches[example, output]
      used += 1
      map.forEachTerm(of: output) { term, part, input in
        targets[part]?[input] += coefficient * slopes[term]
      }
    }
    // A coefficient is a sum of at most as many products as are used.
    let error =
      RoundingError.gamma(2 * used + terms + 8) * reach * (1 + 0x1p-24)
      + Double(used * terms + 8) * RoundingError.tiny
    return (constant, error)
  }

  /// What the planes make of values, of which a functional has chosen each by its coefficient.
  func follow(
    _ coefficients: UnsafePointer<Double>, _ example: Int, at sources: [UnsafePointer<Double>],
    into target: UnsafeMutablePointer<Double>
  ) {
    for output in 0..<count {
      let isLower = coefficients[output] >= 0
      let slopes = (isLower ? lowerSlopes : upperSlopes).row(example) + output * map.terms
      var value = (isLower ? lowerIntercepts : upperIntercepts)[example, output]
      map.forEachTerm(of: output) { term, part, input in
        value += slopes[term] * sources[part][input]
      }
      target[output] = value
    }
  }

  /// Gives an example the planes of another.
  func copy(_ source: Int, to target: Int) {
    for buffer in [lowerSlopes, upperSlopes, lowerIntercepts, upperIntercepts, reaches] {
      buffer.row(target).update(from: buffer.row(source), count: buffer.columns)
    }
  }
}
