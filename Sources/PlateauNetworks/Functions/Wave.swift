import CPlateauKernels
import PlateauNumerics

/// sin z or cos z for |z| ≤ 2²⁰, where multiples of π/2 are taken away without a loss of digits; NaN
/// beyond.
///
/// It has no softened form: slopes vanish at points alone.
struct Wave: UnitwiseFunction {
  let isCosine: Bool

  var name: String { isCosine ? "cos" : "sin" }
  var words: String { isCosine ? "cosine" : "sine" }
  var largestSlope: Double { 1.0 }
  var values: ClosedRange<Double>? { -1...1 }
  var leastSoftness: Double { .infinity }
  var keepsNonnegative: Bool { false }
  var onnx: ONNXFunction { ONNXFunction(operation: isCosine ? "Cos" : "Sin", operationSet: 7) }
  var kernel: plateau_function { kernel(isCosine ? plateau_cosine : plateau_sine) }

  func isDefined(on low: Double, _ high: Double) -> Bool { low >= -0x1p20 && high <= 0x1p20 }

  func value(at z: Double) -> Double {
    guard z.magnitude <= 0x1p20 else { return .nan }
    return isCosine ? Elementary.cos(z) : Elementary.sin(z)
  }

  func slope(at z: Double) -> Double {
    guard z.magnitude <= 0x1p20 else { return .nan }
    return isCosine ? -Elementary.sin(z) : Elementary.cos(z)
  }

  func lower(at z: Double) -> Double { max(-1, value(at: z) - valueError(at: z)) }
  func upper(at z: Double) -> Double { min(1, value(at: z) + valueError(at: z)) }

  /// That of the wave around 0.
  var curve: Curve { curve(over: -1, 1) }

  /// It bends at its zeros: up where it is below 0, and down above.
  ///
  /// An interval of two waves has a peak and a trough on either side of its middle, so that lines
  /// around it are 1 and −1.
  func curve(over low: Double, _ high: Double) -> Curve {
    guard high - low <= 4 * .pi, isDefined(on: low, high) else {
      return Curve([], [.strip(slope: 0, -1...1)])
    }
    let offset = isCosine ? 0.5 : 0
    var joints: [Curve.Joint] = []
    var turns: [Double] = []
    // Half-waves begin here; the quotient is rounded, so that one more is looked at on both sides.
    let first = (low / .pi - offset).rounded(.down) - 1
    let last = (high / .pi - offset).rounded(.up) + 1
    var index = first
    while index <= last {
      joints.append(.inflection((index + offset) * .pi))
      turns.append((index + offset + 0.5) * .pi)
      index += 1
    }
    // Before the first zero, which it rises through where the number of half-waves is even.
    let rises = first.remainder(dividingBy: 2) == 0
    let begins: Curve.Bend = rises != isCosine ? .convex : .concave
    let other: Curve.Bend = rises != isCosine ? .concave : .convex
    return Curve(joints, (0...joints.count).map { $0 % 2 == 0 ? begins : other }, turns: turns)
  }
}
