import CPlateauKernels

/// z rounded to an integer: down, up, or to the nearest one, ties to even; with slope 0 everywhere.
///
/// Softened: within ½ of each jump at k, tanh((z − k)/T) / (2·tanh(1/2T)) beside its middle.
struct StepFunction: UnitwiseFunction {
  enum Kind: String { case floor, ceil, round }

  let kind: Kind

  var name: String { kind.rawValue }
  var words: String { kind.rawValue }
  var largestSlope: Double { 0 }
  var leastSoftness: Double { 0 }

  var onnx: ONNXFunction {
    switch kind {
    case .floor: ONNXFunction(operation: "Floor")
    case .ceil: ONNXFunction(operation: "Ceil")
    case .round: ONNXFunction(operation: "Round", operationSet: 11)
    }
  }

  var kernel: plateau_function {
    switch kind {
    case .floor: kernel(plateau_floor)
    case .ceil: kernel(plateau_ceil)
    case .round: kernel(plateau_round)
    }
  }

  private var rule: FloatingPointRoundingRule {
    switch kind {
    case .floor: .down
    case .ceil: .up
    case .round: .toNearestOrEven
    }
  }

  /// What is added to z by rounding lies between these.
  private var moves: ClosedRange<Double> {
    switch kind {
    case .floor: -1...0
    case .ceil: 0...1
    case .round: -0.5...0.5
    }
  }

  func value(at z: Double) -> Double { z.rounded(rule) }
  func slope(at z: Double) -> Double { 0 }
  func valueError(at z: Double) -> Double { 0 }

  /// That at 0 alone: there are as many jumps as integers.
  var curve: Curve { Curve([], [.constant(0)]) }

  func curve(over low: Double, _ high: Double) -> Curve {
    guard high - low <= 64, max(-low, high) < 0x1p50 else {
      return Curve([], [.strip(slope: 1, moves)])
    }
    let offset = kind == .round ? 0.5 : 0
    var joints: [Curve.Joint] = []
    var bends: [Curve.Bend] = []
    var place = (low - offset).rounded(.up) + offset
    while place <= high {
      bends.append(.constant((place - 0.25).rounded(rule)))
      joints.append(.corner(place))
      place += 1
    }
    bends.append(.constant(joints.isEmpty ? value(at: low) : (place - 0.75).rounded(rule)))
    return Curve(joints, bends)
  }
}
