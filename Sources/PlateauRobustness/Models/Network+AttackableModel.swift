public import PlateauNetworks
public import PlateauNumerics

extension Network: AttackableModel {
  /// The shape of one example.
  public var inputShape: InputShape { architecture.input }
  /// The number of classes.
  public var classCount: Int { architecture.classCount }

  /// 256 of a perceptron; of images as many as a cache holds.
  public var largestBatch: Int {
    architecture.isMultilayerPerceptron ? 256 : architecture.passSize
  }

  /// True.
  public var hasInputGradient: Bool { true }

  /// Makes an evaluator in any precision; the parameters are rounded to it, and batch normalization
  /// is folded before.
  public func makeEvaluator<Other: Scalar>(
    _ precision: Other.Type, capacity: Int
  ) -> any Evaluator<Other> {
    NetworkEvaluator(Network<Other>(self).foldingBatchNormalization(), capacity: capacity)
  }

  /// Makes evaluators that share the parameters and the packed kernels.
  public func makeEvaluators<Other: Scalar>(
    _ precision: Other.Type, capacity: Int, count: Int
  ) -> [any Evaluator<Other>] {
    makeEvaluators(precision, capacity: capacity, count: count, deadline: .never)
  }

  /// Makes evaluators that leave off when a deadline passes: logits and gradients say nothing then.
  package func makeEvaluators<Other: Scalar>(
    _ precision: Other.Type, capacity: Int, count: Int, deadline: Deadline
  ) -> [any Evaluator<Other>] {
    guard count > 0 else { return [] }
    let first = NetworkEvaluator(
      Network<Other>(self).foldingBatchNormalization(), capacity: capacity, deadline: deadline)
    return [first]
      + (1..<count).map { _ in
        NetworkEvaluator(sharing: first, capacity: capacity, deadline: deadline)
      }
  }
}

/// Evaluates a network in memory of its own.
///
/// The bits of a row do not depend on the others.
final class NetworkEvaluator<Element: Scalar>: Evaluator {
  private let network: Network<Element>
  private let pass: InputPass<Element>

  init(_ network: Network<Element>, capacity: Int, deadline: Deadline = .never) {
    self.network = network
    pass = InputPass(network.architecture, capacity: capacity)
    pass.deadline = deadline
    pass.hold(network.parameters)
  }

  /// Memory for another thread.
  init(sharing other: NetworkEvaluator, capacity: Int, deadline: Deadline) {
    network = other.network
    pass = InputPass(network.architecture, capacity: capacity, sharing: other.pass)
    pass.deadline = deadline
  }

  var hasInputGradient: Bool { true }

  func evaluate(_ inputs: RowBuffer<Element>, into logits: RowBuffer<Element>) {
    pass.forward(network.parameters, inputs.pointer, rows: inputs.count)
    copyLogits(rows: inputs.count, to: logits)
  }

  func forward(
    _ inputs: RowBuffer<Element>, rule: GradientRule, into logits: RowBuffer<Element>
  ) {
    pass.forward(network.parameters, inputs.pointer, rows: inputs.count, rule: rule)
    copyLogits(rows: inputs.count, to: logits)
  }

  func pullBack(
    _ cotangents: RowBuffer<Element>, exponents: UnsafeMutablePointer<Int64>,
    into gradient: RowBuffer<Element>
  ) {
    let rows = cotangents.count
    gradient.count = rows
    pass.exponents.update(from: exponents, count: rows)
    pass.pullBack(network.parameters, cotangents.pointer, rows: rows, into: gradient.pointer)
    exponents.update(from: pass.exponents, count: rows)
  }

  private func copyLogits(rows: Int, to logits: RowBuffer<Element>) {
    logits.count = rows
    logits.pointer.update(from: pass.logits.pointer, count: rows * logits.columns)
  }
}
