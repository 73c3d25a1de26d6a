package import CPlateauKernels
public import RealModule

#if canImport(Accelerate)
import Accelerate
#else
import COpenBLAS
#endif

extension Double: Scalar {
  /// The kernels in double precision.
  public static let kernels: Kernels<Double> = kernels(at: LevelTable.current)

  /// The kernels in double precision at a level.
  package static func kernels(at table: plateau_level_table) -> Kernels<Double> {
    let own = table.kernels_f64.pointee
    return Kernels<Double>(
      gemm: { a, b, c, shape in
        BLAS.prepare()
        cblas_dgemm(
          CblasRowMajor, shape.transposesA ? CblasTrans : CblasNoTrans,
          shape.transposesB ? CblasTrans : CblasNoTrans, BLAS.size(shape.m), BLAS.size(shape.n),
          BLAS.size(shape.k), 1, a, BLAS.size(shape.strideA), b, BLAS.size(shape.strideB),
          shape.accumulates ? 1 : 0, c, BLAS.size(shape.strideC))
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
      signStepRounding: { count, x, direction, origin, step, epsilon, lower, upper, _ in
        own.sign_step(count, x, direction, origin, step, epsilon, lower, upper)
      },
      lengthStep: own.length_step,
      clip: own.clip,
      fromSingles: table.conversions.pointee.widen,
      toSingles: table.conversions.pointee.narrow,
      scale: own.scale,
      squaredDistance: own.squared_distance,
      largestMagnitude: own.largest_magnitude,
      allFinite: own.all_finite)
  }

  /// `double`.
  public static let precisionName = "double"
}
