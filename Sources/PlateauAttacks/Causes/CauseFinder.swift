import PlateauNetworks
import PlateauNumerics
import RealModule

/// Repeats passes whose gradient is zero, one example at a time, for one thread.
///
/// A signal goes back stage by stage. Where there are branches it is lost when the last one has
/// lost it, and what happened there is the cause.
final class CauseFinder<Element: Scalar> {
  let network: Network<Element>
  let exact: Network<Double>
  let loss: LogitLoss
  let rule: GradientRule
  let stages: [Stage]
  /// The layer of each stage, as causes number them.
  let layers: [Int]
  let pass: InputPass<Element>
  let exactPass: InputPass<Double>

  init(_ network: Network<Element>, loss: LogitLoss, rule: GradientRule) {
    self.network = network
    exact = Network<Double>(network)
    self.loss = loss
    self.rule = rule
    stages = network.architecture.stages
    let stages = stages
    layers = stages.indices.map { index in 1 + stages[..<index].count { $0.hidden != nil } }
    pass = InputPass(network.architecture, capacity: 1)
    exactPass = InputPass(network.architecture, capacity: 1)
    pass.hold(network.parameters)
    exactPass.hold(exact.parameters)
  }

  /// The cause at an example whose gradient is zero.
  func cause(at input: [Element], label: Int) -> ZeroGradientCause {
    let reference = reference(input, label)
    if let cause = reference.cause { return cause }
    return rule == .naive ? naiveCause(input, label, reference) : stableCause(reference)
  }

  /// The gradient of the loss with respect to the logits.
  func seed<Other: Scalar>(
    _ logits: RowBuffer<Other>, _ label: Int, _ rule: GradientRule
  ) -> [Other] {
    let result = RowBuffer<Other>(capacity: 1, columns: logits.columns)
    var exponent: Int64 = 0
    var narrow = Int32(label)
    loss.seed(
      logits.pointer, rows: 1, classes: logits.columns, labels: &narrow, rule: rule,
      into: result.pointer, exponents: &exponent)
    return result.matrix().elements
  }

  /// What the stable rules flush: units far below the largest of their layer, a whole layer whose
  /// slopes lie below every power of two they keep, or what a branch adds to a larger signal.
  private func stableCause(_ reference: SignalReference) -> ZeroGradientCause {
    for index in stages.indices.reversed() {
      guard let signal = reference.signals[index], let delta = reference.deltas[index] else {
        continue
      }
      if isBranch(index + 1), isFlushed(signal) { return .signalUnderflow(layer: layers[index]) }
      guard stages[index].hidden != nil, let before = signal.largestExponent,
        let after = delta.largestExponent
      else { continue }
      if after - before <= -(1 << 20) { return .slopeUnderflow(layer: layers[index]) }
      if isFlushed(delta) { return .signalUnderflow(layer: layers[index]) }
    }
    return .signalUnderflow(layer: 1)
  }

  private func isBranch(_ value: Int) -> Bool {
    stages.reduce(0) { $0 + $1.sources.count { $0 == value } } > 1
  }

  private func isFlushed(_ signal: ScaledVector) -> Bool {
    guard let largest = signal.largestExponent else { return false }
    let least = Int(Element.leastNormalMagnitude.exponent)
    return signal.significands.indices.contains {
      signal.significands[$0] != 0 && signal.exponents[$0] - largest < least
    }
  }
}
