import CPlateauKernels

/// z, or s·z where z ≤ 0.
///
/// Softened: s·z + (1 − s)·T·softplus(z/T).
struct LeakyRectifier: UnitwiseFunction {
  let slope: Double

  var name: String { "leakyReLU" }
  var words: String { "leaky ReLU" }
  var leastSoftness: Double { 0.0 }
  var numbers: [Double] { [slope] }
  var isValid: Bool { slope.isFinite }
  var largestSlope: Double { max(1, slope.magnitude) }
  var onnx: ONNXFunction {
    ONNXFunction(operation: "LeakyRelu", attributes: [("alpha", slope, 0.01)])
  }
  var kernel: plateau_function { kernel(plateau_leaky_relu, slope) }
  var curve: Curve {
    Curve([.corner(0)], [.straight, .straight], turns: slope < 0 ? [0] : [])
  }

  func value(at z: Double) -> Double { z > 0 ? z : slope * z }
  func slope(at z: Double) -> Double { z > 0 ? 1 : slope }
  func valueError(at z: Double) -> Double { z > 0 ? 0 : Self.error(slope * z) }
}
