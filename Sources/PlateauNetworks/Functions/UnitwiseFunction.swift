package import CPlateauKernels
import PlateauNumerics

/// A function φ of one variable: all that passes, bounds, files and reports ask of it.
///
/// What depends on where it bends, such as its range over an interval and the lines around it, is
/// derived from its ``curve`` and the enclosures of its values and slopes.
package protocol UnitwiseFunction: Sendable {
  /// The name in files and on the command line.
  var name: String { get }
  /// The numbers that follow it.
  var numbers: [Double] { get }
  /// What reports call it.
  var words: String { get }
  /// Whether its numbers are finite and in their range.
  var isValid: Bool { get }
  /// How kernels know it.
  var kernel: plateau_function { get }
  /// Its node in ONNX.
  var onnx: ONNXFunction { get }

  /// φ(z).
  func value(at z: Double) -> Double
  /// φ′(z), signed; on a corner that of frameworks.
  func slope(at z: Double) -> Double
  /// No less than the error of ``value(at:)``, with room for a rounding.
  func valueError(at z: Double) -> Double
  /// No less than the error of ``slope(at:)`` where there is no corner, with room for a rounding.
  func slopeError(at z: Double) -> Double
  /// A number that is not above φ(z).
  func lower(at z: Double) -> Double
  /// A number that is not below φ(z).
  func upper(at z: Double) -> Double
  /// Moves the ends of intervals through φ, which nowhere falls and is defined everywhere, so that
  /// the new ones hold.
  func enclose(
    _ count: Int, _ lower: UnsafeMutablePointer<Double>, _ upper: UnsafeMutablePointer<Double>)

  /// The complementary function φ_c(z) of its penalty; nil where it has no flat part.
  func complement(at z: Double) -> Double?

  /// Whether it is a real number everywhere on an interval, or known there.
  func isDefined(on low: Double, _ high: Double) -> Bool
  /// The largest magnitude of a slope; ∞ where there is none.
  var largestSlope: Double { get }
  /// A number that no slope's magnitude on an interval exceeds but for rounding.
  func largestSlope(on low: Double, _ high: Double) -> Double
  /// Whether it nowhere falls.
  var isIncreasing: Bool { get }
  /// Where it bends, and which way.
  var curve: Curve { get }
  /// The same, as far as it matters on an interval.
  func curve(over low: Double, _ high: Double) -> Curve
  /// How lines around it are found.
  var lines: LineRule { get }
  /// The values it can take, where they are bounded on both sides; where only below, the least one
  /// and a little more.
  var values: ClosedRange<Double>? { get }
  /// Whether it is nowhere negative.
  var isNonnegative: Bool { get }
  /// Whether it is nowhere negative from 0 on.
  var keepsNonnegative: Bool { get }
  /// Whether it flattens gradually on both sides.
  var isSigmoidLike: Bool { get }
  /// The softness up to which the softened form is the exact function, or steeper.
  ///
  /// Of functions that bend smoothly it is 1: their softened form is T·φ(z/T) or φ(z/T). Of those with
  /// corners or jumps it is 0: theirs approaches the exact function as T approaches 0. Where nothing
  /// is flat there is nothing to soften, and it is ∞: the form is the function itself.
  var leastSoftness: Double { get }
  /// Whether kernels find the slope from the value alone.
  var hasSlopeOfValue: Bool { get }
}

/// How lines around a function on an interval are found.
package enum LineRule: Sendable {
  case rectifier, clippedRectifier
  /// Convex up to 0, concave from there, and φ(z) = φ(0)·2 − φ(−z).
  case sigmoidal
  /// From the function's curve.
  case curve
}

/// A function as a node of ONNX.
package struct ONNXFunction: Sendable {
  /// The operator.
  package let operation: String
  /// The oldest operator set that has it.
  package let operationSet: Int
  /// Its attributes, with what they are without being given.
  package let attributes: [(name: String, value: Double, default: Double)]
  /// A word among them.
  package let word: (name: String, value: String, default: String)?
  /// Constants that it takes beside the value.
  package let constants: [(name: String, value: Double)]
  /// The levels of a quantization, which is several nodes.
  package let levels: (scale: Double, low: Double, high: Double)?
  /// What the value is multiplied by before the node, and divided by after it.
  package let rate: Double
  /// Whether what the node makes is multiplied by the value.
  package let isGate: Bool

  package init(
    operation: String, operationSet: Int = 1,
    attributes: [(name: String, value: Double, default: Double)] = [],
    word: (name: String, value: String, default: String)? = nil,
    constants: [(name: String, value: Double)] = [],
    levels: (scale: Double, low: Double, high: Double)? = nil, rate: Double = 1,
    isGate: Bool = false
  ) {
    (self.operation, self.operationSet) = (operation, operationSet)
    (self.attributes, self.word, self.constants) = (attributes, word, constants)
    self.levels = levels
    (self.rate, self.isGate) = (rate, isGate)
  }
}

extension UnitwiseFunction {
  package var numbers: [Double] { [] }
  package var isValid: Bool { true }
  package var lines: LineRule { .curve }
  package var values: ClosedRange<Double>? { nil }
  package var isNonnegative: Bool { false }
  package var isIncreasing: Bool { curve.turns.isEmpty }
  package func isDefined(on low: Double, _ high: Double) -> Bool { true }
  package var isSigmoidLike: Bool { false }
  package var leastSoftness: Double { 1 }
  package var hasSlopeOfValue: Bool { false }

  package func complement(at z: Double) -> Double? { nil }
  package func curve(over low: Double, _ high: Double) -> Curve { curve }

  /// Derived for those that rise from 0 on.
  package var keepsNonnegative: Bool {
    guard value(at: 0) >= 0 else { return false }
    return isIncreasing || !curve.turns.isEmpty && curve.turns.allSatisfy { $0 <= 0 }
  }

  /// Where there is no largest slope, slopes are taken to be largest at one of the ends.
  package func largestSlope(on low: Double, _ high: Double) -> Double {
    guard largestSlope == .infinity else { return largestSlope }
    return max(slope(at: low).magnitude, slope(at: high).magnitude)
  }

  /// Whether a slope can be negative.
  package var hasNegativeSlopes: Bool { !isIncreasing }

  /// The largest magnitude of a slope that counts as flat: a hundredth of the largest, or 0 where
  /// there is no largest.
  package var flatSlope: Double { largestSlope.isFinite ? 0.01 * largestSlope : 0 }

  /// log |φ′(z)|; −∞ where the slope is 0.
  package func logSlope(at z: Double) -> Double { Elementary.log(slope(at: z).magnitude) }

  /// How kernels know one of `functions/` with its numbers.
  func kernel(
    _ kind: plateau_nonlinearity, _ p: Double = 0, _ q: Double = 0, _ r: Double = 0
  ) -> plateau_function {
    plateau_function(kind: Int32(kind.rawValue), p: p, q: q, r: r, flat: flatSlope)
  }

  // Values are mostly made of a few roundings and elementary functions, whose errors are below 5
  // units in the last place: 2⁻⁴⁸ of them is more than that, and 2⁻⁴⁷ leaves room for moving them.
  // 2⁻¹⁰⁶⁰ is more than what is lost below the normal range.
  package func valueError(at z: Double) -> Double { Self.error(value(at: z)) }
  package func slopeError(at z: Double) -> Double { Self.error(slope(at: z)) }

  /// 2⁻⁴⁷ of a number, times a factor, and more than underflow takes.
  static func error(_ size: Double, times factor: Double = 1) -> Double {
    size.magnitude * factor * 0x1p-47 + 0x1p-1060
  }

  package func lower(at z: Double) -> Double { value(at: z) - valueError(at: z) }
  package func upper(at z: Double) -> Double { value(at: z) + valueError(at: z) }

  package func enclose(
    _ count: Int, _ lower: UnsafeMutablePointer<Double>, _ upper: UnsafeMutablePointer<Double>
  ) {
    for index in 0..<count {
      lower[index] = self.lower(at: lower[index])
      upper[index] = self.upper(at: upper[index])
    }
  }
}

extension Activation? {
  /// How kernels know it; nil is the identity.
  package var kernel: plateau_function {
    self?.kernel
      ?? plateau_function(kind: Int32(plateau_identity.rawValue), p: 0, q: 0, r: 0, flat: 0)
  }
}

extension Activation {
  /// How kernels know it.
  package var kernel: plateau_function { function.kernel }
}
