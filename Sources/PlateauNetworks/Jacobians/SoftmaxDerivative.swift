import PlateauNumerics
import RealModule

/// Memory to turn Jacobians of logits into those of probabilities, by diag p − p·pᵀ.
final class SoftmaxDerivative<Element: Scalar> {
  private let classes: Int
  private let features: Int
  private let kernels = Element.kernels
  private let exact: ScaledSoftmax
  private let probabilities: RowBuffer<Element>
  private let matrix: RowBuffer<Element>
  private let product: RowBuffer<Element>
  private let orders: UnsafeMutablePointer<Int>

  init(_ architecture: Architecture) {
    classes = architecture.classCount
    features = architecture.input.count
    exact = ScaledSoftmax(classes: classes)
    probabilities = RowBuffer(capacity: 1, columns: classes)
    matrix = RowBuffer(capacity: classes, columns: classes)
    product = RowBuffer(capacity: classes, columns: features)
    orders = .allocate(capacity: classes)
    orders.initialize(repeating: 0, count: classes)
  }

  deinit {
    orders.deallocate()
  }

  /// Replaces the rows of some examples, `[examples · classes, features]`.
  ///
  /// Under `naive` in working precision, term by term as written. Otherwise row *i* is
  /// p_i Σ_j p_j (J_i − J_j) with probabilities of any smallness: a factor for each row of J in
  /// scaled arithmetic, then a product relative to the largest of them.
  func apply(
    _ logits: UnsafePointer<Element>, examples: Int, rule: GradientRule,
    _ rows: UnsafeMutablePointer<Element>, _ exponents: UnsafeMutablePointer<Int64>
  ) {
    for example in 0..<examples {
      let scores = logits + example * classes
      let block = rows + example * classes * features
      if rule == .naive { loadNaive(scores) } else { load(scores, exponents + example * classes) }
      kernels.gemm(
        matrix.pointer, block, into: product.pointer,
        ProductShape(m: classes, n: features, k: classes))
      block.update(from: product.pointer, count: classes * features)
    }
  }

  private func loadNaive(_ logits: UnsafePointer<Element>) {
    NaiveSoftmax.compute(logits, classes: classes, into: probabilities.pointer)
    NaiveSoftmax.derivative(probabilities.pointer, classes: classes, into: matrix.pointer)
  }

  /// The factors of each row, relative to the largest of the row, which goes into its exponent.
  private func load(_ logits: UnsafePointer<Element>, _ exponents: UnsafeMutablePointer<Int64>) {
    exact.compute(logits)
    for row in 0..<classes {
      var order = Int.min
      for column in 0..<classes {
        let slope = exact.slope(row, column)
        guard slope.significand != 0 else { continue }
        order = max(order, slope.exponent + Int(exponents[column]))
      }
      orders[row] = order == Int.min ? 0 : order
      for column in 0..<classes {
        let slope = exact.slope(row, column)
        let shift = slope.exponent + Int(exponents[column]) - orders[row]
        matrix[row, column] = Element(slope.significand * Double.powerOfTwo(min(0, shift)))
      }
    }
    for row in 0..<classes { exponents[row] = Int64(orders[row]) }
  }
}
