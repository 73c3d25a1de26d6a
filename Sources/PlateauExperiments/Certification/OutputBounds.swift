import PlateauCertification
import PlateauNetworks
import PlateauNumerics

/// How large outputs of a network can be in a box.
struct OutputBounds {
  let network: Network<Double>
  let workers: Workers

  /// A power of two that no output in the largest box exceeds in magnitude: 2¹⁰, 2²⁰ … 2⁶⁰, the first
  /// that intervals prove; nil where they prove none.
  ///
  /// - Complexity: That of interval bounds, at most six times.
  func magnitude(of output: Int, in box: VerificationProblem) -> Double? {
    let verifier = BranchAndBound(
      network, settings: SplitSettings(method: .interval, restarts: 1, attackSteps: 0))
    for exponent in stride(from: 10, through: 60, by: 10) {
      let limit = Double(sign: .plus, exponent: exponent, significand: 1)
      let beyond = [1.0, -1].map {
        [OutputInequality([.init(output: output, coefficient: $0)], atMost: -limit ... -limit)]
      }
      let problem = VerificationProblem(box.region, unsafe: beyond, fixed: box.fixed)
      let result = verifier.verify(problem, workers: workers)
      if result.answer == .holds { return limit }
    }
    return nil
  }
}
