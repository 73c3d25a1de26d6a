import CPlateauKernels

/// max(0, z), with slope 0 at z = 0.
///
/// Softened: T·softplus(z/T).
struct Rectifier: UnitwiseFunction {
  var name: String { "relu" }
  var words: String { "ReLU" }
  var largestSlope: Double { 1.0 }
  var lines: LineRule { .rectifier }
  var values: ClosedRange<Double>? { 0...0x1p-20 }
  var isNonnegative: Bool { true }
  var leastSoftness: Double { 0.0 }
  var hasSlopeOfValue: Bool { true }
  var onnx: ONNXFunction { ONNXFunction(operation: "Relu") }
  var kernel: plateau_function { kernel(plateau_relu) }
  var curve: Curve { Self.curve }
  private static let curve = Curve([.corner(0)], [.constant(0), .straight])

  @inline(__always)
  func value(at z: Double) -> Double { max(0, z) }
  func slope(at z: Double) -> Double { z > 0 ? 1 : 0 }
  @inline(__always)
  func lower(at z: Double) -> Double { max(0, z) }
  @inline(__always)
  func upper(at z: Double) -> Double { max(0, z) }
  func valueError(at z: Double) -> Double { 0 }
  func complement(at z: Double) -> Double? { max(0, z) }
}

/// min(max(z, 0), 1), with slope 0 at both ends.
///
/// Softened: T·[softplus(z/T) − softplus((z − 1)/T)].
struct ClippedRectifier: UnitwiseFunction {
  var name: String { "clippedReLU" }
  var words: String { "clipped ReLU" }
  var largestSlope: Double { 1.0 }
  var lines: LineRule { .clippedRectifier }
  var values: ClosedRange<Double>? { 0...1 }
  var isNonnegative: Bool { true }
  var leastSoftness: Double { 0.0 }
  var hasSlopeOfValue: Bool { true }
  var onnx: ONNXFunction {
    ONNXFunction(operation: "Clip", constants: [("clip.minimum", 0), ("clip.maximum", 1)])
  }
  var kernel: plateau_function { kernel(plateau_clipped_relu) }
  var curve: Curve { Self.curve }
  private static let curve = Curve(
    [.corner(0), .corner(1)], [.constant(0), .straight, .constant(1)])

  @inline(__always)
  func value(at z: Double) -> Double { min(max(z, 0), 1) }
  func slope(at z: Double) -> Double { z > 0 && z < 1 ? 1 : 0 }
  @inline(__always)
  func lower(at z: Double) -> Double { min(max(z, 0), 1) }
  @inline(__always)
  func upper(at z: Double) -> Double { min(max(z, 0), 1) }
  func valueError(at z: Double) -> Double { 0 }
  func complement(at z: Double) -> Double? { min(max(0, z), max(0, 1 - z)) }
}
