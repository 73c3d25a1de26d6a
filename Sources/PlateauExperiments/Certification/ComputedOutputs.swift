import PlateauCertification
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// What programs make of counterexamples: outputs in the precision of the file, at inputs rounded to it.
///
/// Unchecked: one thread at a time asks.
final class ComputedOutputs: @unchecked Sendable {
  private let network: Network<Double>
  private let precision: Precision
  private lazy var evaluator = network.makeEvaluator(Float.self, capacity: 1)

  /// Takes a network of weights in a precision.
  init(_ network: Network<Double>, _ precision: Precision) {
    (self.network, self.precision) = (network, precision)
  }

  /// Whether the conjunction of a counterexample holds as programs compute, too, or nearly enough.
  func confirms(
    _ found: VerificationAnswer.Counterexample, _ problem: VerificationProblem, _ tolerance: Double
  ) -> Bool {
    let conjunction = problem.conjunctions[found.conjunction]
    return zip(conjunction, margins(of: found, conjunction)).allSatisfy { inequality, margin in
      inequality.isStrict && tolerance == 0 ? margin < 0 : margin <= tolerance
    }
  }

  /// How a counterexample violates the property, in real arithmetic and as programs compute.
  func witness(
    of found: VerificationAnswer.Counterexample, _ problem: VerificationProblem
  ) -> PropertyReport.Witness {
    let margins = margins(of: found, problem.conjunctions[found.conjunction])
    return PropertyReport.Witness(
      margin: found.margin.isFinite ? found.margin : nil,
      computedMargin: margins.allSatisfy(\.isFinite) ? margins.max() : nil,
      exactInput: found.exactInput)
  }

  /// How far each inequality is from holding.
  private func margins(
    of found: VerificationAnswer.Counterexample, _ conjunction: [OutputInequality]
  ) -> [Double] {
    let logits =
      switch precision {
      case .float: single(found.input)
      case .double: found.outputs
      }
    return conjunction.map { inequality in
      inequality.terms.reduce(-inequality.bound.lowerBound) {
        $0 + $1.coefficient * logits[$1.output]
      }
    }
  }

  private func single(_ input: [Double]) -> [Double] {
    let inputs = RowBuffer<Float>(capacity: 1, columns: input.count)
    for (index, x) in input.enumerated() { inputs.pointer[index] = Float(x) }
    inputs.count = 1
    let logits = RowBuffer<Float>(capacity: 1, columns: network.architecture.classCount)
    evaluator.evaluate(inputs, into: logits)
    return (0..<logits.columns).map { Double(logits.pointer[$0]) }
  }
}
