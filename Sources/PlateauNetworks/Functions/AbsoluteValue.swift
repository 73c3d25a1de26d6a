import CPlateauKernels

/// |z|, with slope 0 at z = 0.
///
/// Softened: T·log(2·cosh(z/T)).
struct AbsoluteValue: UnitwiseFunction {
  var name: String { "abs" }
  var words: String { "absolute value" }
  var largestSlope: Double { 1.0 }
  var values: ClosedRange<Double>? { 0...0x1p-20 }
  var isNonnegative: Bool { true }
  var leastSoftness: Double { 0.0 }
  var onnx: ONNXFunction { ONNXFunction(operation: "Abs") }
  var kernel: plateau_function { kernel(plateau_absolute) }
  var curve: Curve { Self.curve }
  private static let curve = Curve([.corner(0)], [.straight, .straight], turns: [0])

  func value(at z: Double) -> Double { z.magnitude }
  func slope(at z: Double) -> Double { z > 0 ? 1 : z < 0 ? -1 : 0 }
  func valueError(at z: Double) -> Double { 0 }
}

/// −1, 0 or 1, with slope 0 everywhere.
///
/// Softened: tanh(z/T).
struct SignFunction: UnitwiseFunction {
  var name: String { "sign" }
  var words: String { "sign" }
  var largestSlope: Double { 0.0 }
  var values: ClosedRange<Double>? { -1...1 }
  var leastSoftness: Double { 0.0 }
  var onnx: ONNXFunction { ONNXFunction(operation: "Sign", operationSet: 9) }
  var kernel: plateau_function { kernel(plateau_sign) }
  var curve: Curve { Self.curve }
  private static let curve = Curve([.corner(0)], [.constant(-1), .constant(1)])

  func value(at z: Double) -> Double { z > 0 ? 1 : z < 0 ? -1 : z }
  func slope(at z: Double) -> Double { 0 }
  func valueError(at z: Double) -> Double { 0 }
}
