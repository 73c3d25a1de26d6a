import CPlateauKernels

/// s·k for the integer k nearest to z/s, ties to even, of those from one to another; with slope 0
/// everywhere: what quantization to so many levels leaves of z.
///
/// Softened: as rounding of z/s, by T/s, with the first and the last jump going on beyond the levels;
/// where T is large beside s it is z itself within the levels and near them, of slope 1.
struct Quantization: UnitwiseFunction {
  /// The distance of two levels, a number of single precision.
  let scale: Double
  /// The levels beside 0, as integers.
  let low: Double
  let high: Double

  var name: String { "quantized" }
  var words: String { "quantization" }
  var numbers: [Double] { [scale, low, high] }
  var isValid: Bool {
    // Products with levels are exact then.
    (0x1p-100...0x1p100).contains(scale) && Double(Float(scale)) == scale
      && [low, high].allSatisfy { $0.rounded() == $0 && $0.magnitude < 0x1p17 }
      && low <= 0 && 0 <= high && low < high
  }
  var values: ClosedRange<Double>? { scale * low...scale * high }
  var isNonnegative: Bool { low == 0 }
  var largestSlope: Double { 0 }
  var leastSoftness: Double { 0 }

  var onnx: ONNXFunction {
    ONNXFunction(
      operation: "QuantizeLinear", operationSet: 11, levels: (scale: scale, low: low, high: high))
  }
  var kernel: plateau_function { kernel(plateau_quantized, scale, low, high) }

  /// Where z passes from one level to the next, exactly.
  private func jump(above level: Double) -> Double { scale * (level + 0.5) }

  private func level(at z: Double) -> Double {
    let level = min(max((z / scale).rounded(.toNearestOrEven), low), high)
    // The quotient has been rounded, and jumps are numbers.
    let isEven = (level * 0.5).rounded() == level * 0.5
    if level < high, z > jump(above: level) || !isEven && z == jump(above: level) {
      return level + 1
    }
    if level > low, z < jump(above: level - 1) || !isEven && z == jump(above: level - 1) {
      return level - 1
    }
    return level
  }

  func value(at z: Double) -> Double { scale * level(at: z) }
  func slope(at z: Double) -> Double { 0 }
  func valueError(at z: Double) -> Double { 0 }

  /// That at 0 alone: there are many jumps.
  var curve: Curve { Curve([], [.constant(0)]) }

  func curve(over low: Double, _ high: Double) -> Curve {
    let (first, last) = (level(at: low), level(at: high))
    guard last - first <= 64 else {
      // Between the outer levels z is moved by half a step at most.
      return Curve(
        [.corner(jump(above: self.low)), .corner(jump(above: self.high - 1))],
        [
          .constant(scale * self.low),
          .strip(slope: 1, -0.5 * scale...0.5 * scale),
          .constant(scale * self.high),
        ])
    }
    // A jump at an end is one, whichever side it belongs to.
    let least = first > self.low && jump(above: first - 1) >= low ? first - 1 : first
    let most = last < self.high && jump(above: last) <= high ? last + 1 : last
    let levels = (0...Int(most - least)).map { least + Double($0) }
    return Curve(
      levels.dropLast().map { .corner(jump(above: $0)) }, levels.map { .constant(scale * $0) })
  }
}
