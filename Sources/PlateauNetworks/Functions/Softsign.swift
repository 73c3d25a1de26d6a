import CPlateauKernels

/// z / (1 + |z|).
///
/// Softened: z / (T + |z|), from T = 1 on.
struct Softsign: UnitwiseFunction {
  var name: String { "softsign" }
  var words: String { "softsign" }
  var largestSlope: Double { 1.0 }
  var values: ClosedRange<Double>? { -1...1 }
  var isSigmoidLike: Bool { true }
  var onnx: ONNXFunction { ONNXFunction(operation: "Softsign") }
  var kernel: plateau_function { kernel(plateau_softsign) }
  var curve: Curve { .sigmoidal }

  func value(at z: Double) -> Double {
    z.isInfinite ? (z < 0 ? -1 : 1) : z / (1 + z.magnitude)
  }

  func slope(at z: Double) -> Double {
    let rest = 1 / (1 + z.magnitude)
    return rest * rest
  }

  func complement(at z: Double) -> Double? { slope(at: z) }
}
