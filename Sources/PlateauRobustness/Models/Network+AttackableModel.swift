public import PlateauNetworks
public import PlateauNumerics

extension Network: AttackableModel {
  /// The shape of one example.
  public var inputShape: InputShape { architecture.input }
  /// The number of classes.
  public var classCount: Int { architecture.classCount }

  /// Makes an evaluator in any precision; the parameters are rounded to it.
  public func makeEvaluator<Other: Scalar>(
    _ precision: Other.Type, capacity: Int
  ) -> any Evaluator<Other> {
    NetworkEvaluator(Network<Other>(self), capacity: capacity)
  }
}

/// Evaluates a network in memory of its own.
final class NetworkEvaluator<Element: Scalar>: Evaluator {
  private let network: Network<Element>
  private let pass: InputPass<Element>

  init(_ network: Network<Element>, capacity: Int) {
    self.network = network
    pass = InputPass(network.architecture, capacity: capacity)
  }

  var hasInputGradient: Bool { true }

  func evaluate(_ inputs: RowBuffer<Element>, into logits: RowBuffer<Element>) {
    network.parameters.withUnsafeBufferPointer { parameters in
      guard let base = parameters.baseAddress else { return }
      pass.forward(base, inputs.pointer, rows: inputs.count)
    }
    copyLogits(rows: inputs.count, to: logits)
  }

  func gradient(
    of loss: LogitLoss, at inputs: RowBuffer<Element>, labels: [Int32], rule: GradientRule,
    into gradient: RowBuffer<Element>, logits: RowBuffer<Element>
  ) {
    precondition(labels.count >= inputs.count, "each row has a label")
    gradient.count = inputs.count
    network.parameters.withUnsafeBufferPointer { parameters in
      labels.withUnsafeBufferPointer { labels in
        guard let base = parameters.baseAddress, let labels = labels.baseAddress else { return }
        pass.inputGradient(
          base, inputs.pointer, labels: labels, rows: inputs.count, loss: loss, rule: rule,
          into: gradient.pointer)
      }
    }
    copyLogits(rows: inputs.count, to: logits)
  }

  private func copyLogits(rows: Int, to logits: RowBuffer<Element>) {
    logits.count = rows
    logits.pointer.update(from: pass.logits.pointer, count: rows * logits.columns)
  }
}
