package import PlateauNumerics

/// A map that is neither linear, nor of single numbers, nor a maximum: a product of values, a softmax.
///
/// Passes, bounds and searches for causes ask no more of it. Values are of shape
/// `[rows, numbers]`, in the order of vectors: channels, then rows, then columns, unless
/// ``keepsPlaces``.
package protocol NonlinearMap: Sendable {
  /// The products that it adds up for one example, nearly.
  var multiplyAdds: Int { get }
  /// The numbers of scratch memory that a call needs.
  var scratchSize: Int { get }
  /// Whether sources are taken in any order of numbers, as long as it is the same for all.
  var keepsPlaces: Bool { get }

  /// Computes what it makes of its sources; with a softness what the softened map makes.
  func apply<Element: Scalar>(
    _ sources: UnsafePointer<UnsafePointer<Element>>, softness: Element?,
    _ scratch: UnsafeMutablePointer<Element>, into output: UnsafeMutablePointer<Element>, rows: Int)

  /// Computes the gradient with respect to one of the values that it takes: overwrites the target.
  func transpose<Element: Scalar>(
    _ call: NonlinearGradient<Element>, part: Int, into target: UnsafeMutablePointer<Element>)

  // MARK: - Saturation

  /// Whether it has a flat part, and so a complementary function.
  var saturates: Bool { get }

  /// Returns the sum of the complementary function over what it has made of some examples.
  func complement<Element: Scalar>(_ output: UnsafePointer<Element>, rows: Int) -> Double

  /// Adds the derivative of `weight` times that sum with respect to what it has made to a signal.
  func addComplement<Element: Scalar>(
    weight: Double, _ output: UnsafePointer<Element>, to signal: UnsafeMutablePointer<Element>,
    rows: Int)

  /// Why a gradient of size 1 that goes back through it rounds to 0, where exact arithmetic keeps it.
  var lostGradient: LostGradient { get }

  // MARK: - Bounds

  /// The numbers that each number it makes depends on.
  var terms: Int { get }

  /// Tells which these are.
  ///
  /// - Parameters:
  ///   - output: The number it makes.
  ///   - body: Receives for each term which source it is of, and its place there.
  func forEachTerm(of output: Int, _ body: (_ term: Int, _ part: Int, _ input: Int) -> Void)

  /// Bounds what it makes of values in boxes, in real arithmetic.
  ///
  /// - Parameters:
  ///   - boxes: By source.
  ///   - lower: Receives numbers that are not above, one for each that it makes.
  ///   - upper: Receives numbers that are not below.
  func enclose(
    _ boxes: [(lower: UnsafePointer<Double>, upper: UnsafePointer<Double>)],
    lower: UnsafeMutablePointer<Double>, upper: UnsafeMutablePointer<Double>)

  /// Finds planes below and above a number that it makes, over boxes.
  ///
  /// - Parameters:
  ///   - output: The number it makes.
  ///   - boxes: By source, finite.
  ///   - lower: Receives a slope for each term.
  ///   - upper: Receives a slope for each term.
  /// - Returns: Intercepts with which the planes hold in real arithmetic, for slopes as they are
  ///   stored.
  func planes(
    of output: Int, _ boxes: [(lower: UnsafePointer<Double>, upper: UnsafePointer<Double>)],
    lower: UnsafeMutablePointer<Double>, upper: UnsafeMutablePointer<Double>
  ) -> (lower: Double, upper: Double)

  // MARK: - At a point

  /// Computes the gradient with respect to one of the values at one example, as exact arithmetic has it
  /// but for roundings.
  ///
  /// - Parameters:
  ///   - signal: The gradient with respect to what it makes.
  ///   - sources: What it took.
  ///   - softness: Of the softened map; nil for the map itself.
  ///   - part: Which of its sources.
  /// - Returns: A number for each of those of the source.
  func gradient(
    _ signal: [ScaledValue], at sources: [UnsafePointer<Double>], softness: Double?, part: Int
  ) -> [ScaledValue]
}

/// Why a nonlinear map loses a gradient in floating point.
package enum LostGradient: Sendable, Hashable {
  /// A softmax rounded to 0 and 1.
  case softmaxSaturation
  /// The other factor of a product, such as a gate, rounded to 0.
  case factorUnderflow
  /// Slopes that are the quotients of large numbers, or none at all.
  case slopeUnderflow
}

extension NonlinearMap {
  package var saturates: Bool { false }
  package var lostGradient: LostGradient { .slopeUnderflow }

  package func complement<Element: Scalar>(_ output: UnsafePointer<Element>, rows: Int) -> Double {
    0
  }

  package func addComplement<Element: Scalar>(
    weight: Double, _ output: UnsafePointer<Element>, to signal: UnsafeMutablePointer<Element>,
    rows: Int
  ) {}
}

extension NonlinearMap {
  /// Tells the terms of a number that depends on all of its group: those that it takes lie one after the
  /// other, as do the `made` that each group makes.
  func forEachTerm(
    ofGroupsMaking made: Int, _ output: Int,
    _ body: (_ term: Int, _ part: Int, _ input: Int) -> Void
  ) {
    let first = output / made * terms
    for term in 0..<terms { body(term, 0, first + term) }
  }
}

/// What the gradient of a nonlinear map is computed from.
package struct NonlinearGradient<Element: Scalar> {
  /// The gradient with respect to what it makes, `[rows · copies, outputs]`.
  let signal: UnsafePointer<Element>
  /// What it took, `[rows, inputs]`.
  let sources: UnsafePointer<UnsafePointer<Element>>
  let scratch: UnsafeMutablePointer<Element>
  let rows: Int
  /// The signals of each example.
  let copies: Int
  /// Of the softened map; nil for the map itself.
  let softness: Element?
  /// Receives by what power of two each row of the target is to be multiplied; nil computes as usual
  /// frameworks do.
  let exponents: UnsafeMutablePointer<Int64>?
  /// Counts what underflows beside the largest signal of its row.
  let flushed: UnsafeMutablePointer<Int64>
}
