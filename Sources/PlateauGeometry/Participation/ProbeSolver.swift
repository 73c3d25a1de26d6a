import PlateauNumerics

/// Memory for the participation of one Jacobian as random probes estimate it, used by one thread.
///
/// Of probes a and b with rows y = gᵀJ: y_a·y_a has the expectation tr JJᵀ, and (y_a·y_b)² for a ≠ b
/// that of ‖JJᵀ‖². So have Σ_i y_ai² y_bi² that of Σ_i g_i², the squared columns. Means over pairs of
/// different probes are unbiased; their ratio is corrected by the jackknife.
final class ProbeSolver<Element: Scalar> {
  private let probes: Int
  private let aligned: AlignedRows<Element>
  private let product: RowBuffer<Element>
  /// y_a·y_a of each probe.
  private let lengths: RowBuffer<Double>
  /// The sum over all pairs that a probe is in.
  private let sums: RowBuffer<Double>

  init(probes: Int, features: Int) {
    self.probes = probes
    aligned = AlignedRows(rows: probes, columns: features)
    product = RowBuffer(capacity: probes, columns: probes)
    lengths = RowBuffer(capacity: 1, columns: probes)
    sums = RowBuffer(capacity: 1, columns: probes)
  }

  func compute(
    _ mantissas: UnsafePointer<Element>, _ exponents: UnsafePointer<Int64>
  ) -> JacobianParticipation {
    guard aligned.load(mantissas, exponents) else {
      return JacobianParticipation(directions: nil, inputs: nil)
    }
    multiply()
    for probe in 0..<probes { lengths.pointer[probe] = Double(product.row(probe)[probe]) }
    let directions = estimate { $0 * $0 }
    let rows = aligned.rows.pointer
    for index in 0..<probes * aligned.rows.columns { rows[index] *= rows[index] }
    multiply()
    let inputs = estimate { $0 }
    return JacobianParticipation(
      directions: directions?.value, inputs: inputs?.value, directionsError: directions?.error,
      inputsError: inputs?.error)
  }

  private func multiply() {
    let rows = aligned.rows
    Element.kernels.gemm(
      rows.pointer, rows.pointer, into: product.pointer,
      ProductShape(m: probes, n: probes, k: rows.columns, transposesB: true))
  }

  /// The ratio of means over pairs, and its standard error; nil where a mean is zero.
  private func estimate(_ term: (Double) -> Double) -> (value: Double, error: Double)? {
    let (lengths, sums) = (lengths.pointer, sums.pointer)
    var (length, squares, total) = (0.0, 0.0, 0.0)
    for first in 0..<probes {
      length += lengths[first]
      squares += lengths[first] * lengths[first]
      sums[first] = 0
      for second in 0..<probes where second != first {
        sums[first] += term(Double(product.row(first)[second]))
      }
      total += sums[first]
    }
    // Over ordered pairs, without those of one probe: their numbers cancel in the ratio.
    func ratio(without probe: Int?) -> Double? {
      let left = probe.map { lengths[$0] } ?? 0
      let pairs = total - 2 * (probe.map { sums[$0] } ?? 0)
      let rest = length - left
      return pairs > 0 ? (rest * rest - (squares - left * left)) / pairs : nil
    }
    guard let whole = ratio(without: nil) else { return nil }
    var mean = 0.0
    for probe in 0..<probes {
      guard let part = ratio(without: probe) else { return nil }
      mean += part / Double(probes)
    }
    var spread = 0.0
    for probe in 0..<probes {
      let difference = (ratio(without: probe) ?? mean) - mean
      spread += difference * difference
    }
    let count = Double(probes)
    return (count * whole - (count - 1) * mean, ((count - 1) / count * spread).squareRoot())
  }
}
