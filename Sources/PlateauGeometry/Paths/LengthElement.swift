import PlateauNetworks
import PlateauNumerics
import RealModule

/// Length elements at a point, from u = J·ẋ.
enum LengthElement {
  /// ‖u‖ in scaled arithmetic.
  static func euclidean(_ u: UnsafePointer<ScaledValue>, count: Int) -> ScaledValue {
    var sum = ScaledValue.zero
    for index in 0..<count { sum += u[index] * u[index] }
    return sum.squareRoot()
  }

  /// √(Σ_{i<j} p_i p_j (u_i − u_j)²) in scaled arithmetic.
  ///
  /// The identity of Lagrange: uᵀ(diag p − p·pᵀ)u is the variance of u under p.
  static func fisher(
    _ u: UnsafePointer<ScaledValue>, _ softmax: ScaledSoftmax
  ) -> ScaledValue {
    var sum = ScaledValue.zero
    for first in 0..<softmax.classes {
      for second in first + 1..<max(softmax.classes, first + 1) {
        let difference = u[first] - u[second]
        sum += softmax.values[first] * softmax.values[second] * difference * difference
      }
    }
    return sum.squareRoot()
  }

  /// √Σ u² in working precision.
  static func naiveEuclidean<Element: Scalar>(
    _ u: UnsafePointer<Element>, count: Int
  ) -> Element {
    var sum: Element = 0
    for index in 0..<count { sum += u[index] * u[index] }
    return sum.squareRoot()
  }

  /// √(uᵀGu) in working precision, for the G = diag p − p·pᵀ that is given.
  static func naiveFisher<Element: Scalar>(
    _ u: UnsafePointer<Element>, _ metric: UnsafePointer<Element>, count: Int
  ) -> Element {
    var sum: Element = 0
    for row in 0..<count {
      var product: Element = 0
      for column in 0..<count { product += metric[row * count + column] * u[column] }
      sum += u[row] * product
    }
    return sum.squareRoot()
  }
}
