package import CPlateauKernels
public import RealModule

extension Float: Scalar {
  /// The kernels in single precision.
  public static let kernels: Kernels<Float> = kernels(at: LevelTable.current)

  /// The kernels in single precision at a level; products are those of the level in use.
  package static func kernels(at table: plateau_level_table) -> Kernels<Float> {
    let (own, products) = (table.kernels_f32.pointee, Products.current)
    return Kernels<Float>(
      gemm: { a, b, c, shape in products.multiply(a, b, c, shape) },
      packedSize: { products.packedSize(columns: $0, rows: $1, of: Float.self) },
      pack: { b, packed, shape in products.pack(b, packed, shape) },
      gemmPacked: { a, packed, c, shape in products.multiply(a, packed: packed, c, shape) },
      activate: own.activate,
      activateSlope: own.activate_slope,
      activateLogSlope: own.activate_log_slope,
      backwardNaive: own.backward_naive,
      backwardPenalty: own.backward_penalty,
      backwardStable: own.backward_stable,
      crossEntropy: own.cross_entropy,
      crossEntropyStable: own.cross_entropy_stable,
      margin: own.margin,
      logitRatio: own.logit_ratio,
      argmax: own.argmax,
      columnSums: own.column_sums,
      sgd: own.sgd,
      rmsprop: own.rmsprop,
      adam: own.adam,
      signStep: own.sign_step,
      signStepRounding: table.conversions.pointee.sign_step_rounding,
      lengthStep: own.length_step,
      clip: own.clip,
      fromSingles: { count, source, target in target.update(from: source, count: Int(count)) },
      toSingles: { count, source, target in target.update(from: source, count: Int(count)) },
      scale: own.scale,
      squaredDistance: own.squared_distance,
      largestMagnitude: own.largest_magnitude,
      allFinite: own.all_finite)
  }

  /// `float`.
  public static let precisionName = "float"
}
