import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// A model that says which class wins and nothing else, and lends no gradient.
struct DecisionsOnly<Base: AttackableModel>: AttackableModel {
  let base: Base
  var inputShape: InputShape { base.inputShape }
  var classCount: Int { base.classCount }

  func makeEvaluator<Element: Scalar>(
    _ precision: Element.Type, capacity: Int
  ) -> any Evaluator<Element> {
    DecisionEvaluator(base.makeEvaluator(precision, capacity: capacity))
  }
}

private final class DecisionEvaluator<Element: Scalar>: Evaluator {
  let base: any Evaluator<Element>

  init(_ base: any Evaluator<Element>) {
    self.base = base
  }

  var hasInputGradient: Bool { false }

  func evaluate(_ inputs: RowBuffer<Element>, into logits: RowBuffer<Element>) {
    base.evaluate(inputs, into: logits)
    for row in 0..<logits.count {
      var winner = 0
      for index in 0..<logits.columns where logits[row, index] > logits[row, winner] {
        winner = index
      }
      for index in 0..<logits.columns { logits[row, index] = index == winner ? 1 : 0 }
    }
  }

  func forward(
    _ inputs: RowBuffer<Element>, rule: GradientRule, into logits: RowBuffer<Element>
  ) { preconditionFailure("there is no gradient") }

  func pullBack(
    _ cotangents: RowBuffer<Element>, exponents: UnsafeMutablePointer<Int64>,
    into gradient: RowBuffer<Element>
  ) { preconditionFailure("there is no gradient") }
}
