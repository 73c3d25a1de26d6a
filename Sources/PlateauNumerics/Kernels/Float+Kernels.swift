package import CPlateauKernels
public import RealModule

extension Float: Scalar {
  /// The kernels in single precision.
  public static let kernels: Kernels<Float> = kernels(at: LevelTable.current)

  /// The kernels in single precision at a level.
  package static func kernels(at table: plateau_level_table) -> Kernels<Float> {
    let (own, products) = (table.kernels_f32.pointee, table.products_f32.pointee)
    return Kernels<Float>(
      gemm: { a, b, c, shape in
        withUnsafePointer(to: shape.parameters) { products.multiply($0, a, b, c) }
      },
      packedSize: { n, k in Int(products.packed_size(Int64(n), Int64(k))) },
      pack: { b, packed, shape in
        withUnsafePointer(to: shape.parameters) { products.pack($0, b, packed) }
      },
      gemmPacked: { a, packed, c, shape in
        withUnsafePointer(to: shape.parameters) { products.multiply_packed($0, a, packed, c) }
      },
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
