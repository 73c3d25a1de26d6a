import PlateauNetworks
import PlateauNumerics
import RealModule

/// Repeats passes whose gradient is zero, one example at a time, for one thread.
final class CauseFinder<Element: Scalar> {
  private let network: Network<Element>
  private let exact: Network<Double>
  private let loss: LogitLoss
  private let rule: GradientRule
  private let weights: [ParameterLayout.Tensor]
  private let pass: InputPass<Element>
  private let exactPass: InputPass<Double>

  init(_ network: Network<Element>, loss: LogitLoss, rule: GradientRule) {
    self.network = network
    exact = Network<Double>(network)
    self.loss = loss
    self.rule = rule
    weights = network.architecture.layout.tensors.filter(\.isWeight)
    pass = InputPass(network.architecture, capacity: 1)
    exactPass = InputPass(network.architecture, capacity: 1)
  }

  private var activations: [Activation?] { network.architecture.hiddenActivations }

  /// The cause at an example whose gradient is zero.
  func cause(at input: [Element], label: Int) -> ZeroGradientCause {
    let reference = reference(input, label)
    if let cause = reference.cause { return cause }
    return rule == .naive ? naiveCause(input, label, reference) : stableCause(reference)
  }

  // MARK: - In exact arithmetic

  /// The signals behind each layer, from the input on, as exact arithmetic gives them.
  private struct Reference {
    /// Before the slopes of each layer; that of the last are the loss's.
    var signals: [ScaledVector] = []
    /// After them.
    var deltas: [ScaledVector] = []
    var logSlopes: [[Double]] = []
    /// Why the gradient is zero, if it is.
    var cause: ZeroGradientCause?
  }

  private func reference(_ input: [Element], _ label: Int) -> Reference {
    exact.parameters.withUnsafeBufferPointer { parameters in
      input.map { Double($0) }.withUnsafeBufferPointer { input in
        guard let parameters = parameters.baseAddress, let input = input.baseAddress else { return }
        exactPass.forward(parameters, input, rows: 1, rule: rule == .naive ? .stable : rule)
      }
    }
    var result = Reference()
    var signal = seed(label)
    for layer in stride(from: weights.count, through: 1, by: -1) {
      result.signals.insert(signal, at: 0)
      let logs = layer < weights.count ? logSlopes(layer) : []
      result.logSlopes.insert(logs, at: 0)
      if signal.isZero { result.cause = result.cause ?? .flat }
      for (unit, log) in logs.enumerated() { signal.multiply(unit, byExponential: log) }
      result.deltas.insert(signal, at: 0)
      if signal.isZero { result.cause = result.cause ?? .deadUnits(layer: layer) }
      guard result.cause == nil else { return result }
      signal = signal.product(
        exact[weights[layer - 1]], columns: weights[layer - 1].shape[1])
    }
    if signal.isZero { result.cause = .flat }
    return result
  }

  private func logSlopes(_ layer: Int) -> [Double] {
    let count = network.architecture.hiddenWidths[layer - 1]
    return Array(
      UnsafeBufferPointer(start: exactPass.logSlope(ofHiddenLayer: layer - 1), count: count))
  }

  /// The gradient of the loss with respect to the logits.
  private func seed(_ label: Int) -> ScaledVector {
    let logits = exactPass.logits.matrix().elements
    guard loss == .crossEntropy else { return ScaledVector(seed(exactPass.logits, label, .stable)) }
    // Of each class p, of the label p − 1, which is minus the sum of all others.
    let largest = logits.max() ?? 0
    let total = logits.reduce(0) { $0 + Double.exp($1 - largest) }
    var logarithms = logits.map { $0 - largest - Double.log(total) }
    var others = logits
    others.remove(at: label)
    let rival = others.max() ?? 0
    let rest = others.reduce(0) { $0 + Double.exp($1 - rival) }
    logarithms[label] = rival + Double.log(rest) - largest - Double.log(total)
    return ScaledVector(
      signs: logits.indices.map { $0 == label ? -1 : 1 }, logarithms: logarithms)
  }

  private func seed<Other: Scalar>(
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

  // MARK: - In working precision

  /// What a usual framework computes, until nothing is left.
  private func naiveCause(
    _ input: [Element], _ label: Int, _ reference: Reference
  ) -> ZeroGradientCause {
    network.parameters.withUnsafeBufferPointer { parameters in
      input.withUnsafeBufferPointer { input in
        guard let parameters = parameters.baseAddress, let input = input.baseAddress else { return }
        pass.forward(parameters, input, rows: 1, rule: .naive)
      }
    }
    var delta = seed(pass.logits, label, .naive)
    guard delta.contains(where: { $0 != 0 }) else { return .softmaxSaturation }
    // Why each layer loses a part of the signal, from the output on.
    let seedIsCut =
      loss == .crossEntropy
      && delta.indices.contains {
        delta[$0] == 0 && reference.deltas[weights.count - 1].significands[$0] != 0
      }
    var losses: [ZeroGradientCause?] = [seedIsCut ? .softmaxSaturation : nil]
    for layer in stride(from: weights.count - 1, through: 0, by: -1) {
      let signal = product(delta, weights[layer])
      guard signal.contains(where: { $0 != 0 }) else {
        // Units that still have a signal and a weight lose it in the product.
        let isLostHere = delta.indices.contains { unit in
          delta[unit] != 0 && row(unit, of: weights[layer]).contains { $0 != 0 }
        }
        let before = losses.last { $0 != nil }.flatMap { $0 }
        return isLostHere
          ? .signalUnderflow(layer: layer + 1)
          : before
            ?? .signalUnderflow(
              layer: layer + 1)
      }
      guard layer > 0 else { break }
      let slopes = slopes(layer)
      delta = zip(signal, slopes).map { $0 * $1 }
      losses.append(lossOfUnits(layer, signal, slopes, delta, reference))
      guard delta.contains(where: { $0 != 0 }) else {
        return losses.last { $0 != nil }.flatMap { $0 } ?? .signalUnderflow(layer: layer + 1)
      }
    }
    return .signalUnderflow(layer: 1)
  }

  /// Why units of a layer lose a signal that exact arithmetic keeps; nil where none does.
  private func lossOfUnits(
    _ layer: Int, _ signal: [Element], _ slopes: [Element], _ delta: [Element],
    _ reference: Reference
  ) -> ZeroGradientCause? {
    let exact = reference.deltas[layer - 1].significands
    let lost = delta.indices.filter { signal[$0] != 0 && delta[$0] == 0 && exact[$0] != 0 }
    guard !lost.isEmpty else { return nil }
    return lost.allSatisfy { slopes[$0] == 0 }
      ? .slopeUnderflow(layer: layer) : .signalUnderflow(layer: layer)
  }

  private func slopes(_ layer: Int) -> [Element] {
    let count = network.architecture.hiddenWidths[layer - 1]
    var result = [Element](repeating: 1, count: count)
    Element.kernels.backwardNaive(
      activations[layer - 1]?.kernel ?? 0, Int64(count), &result,
      pass.activity(ofHiddenLayer: layer - 1))
    return result
  }

  private func row(_ unit: Int, of tensor: ParameterLayout.Tensor) -> ArraySlice<Element> {
    let first = tensor.range.lowerBound + unit * tensor.shape[1]
    return network.parameters[first..<first + tensor.shape[1]]
  }

  private func product(_ delta: [Element], _ tensor: ParameterLayout.Tensor) -> [Element] {
    var result = [Element](repeating: 0, count: tensor.shape[1])
    network.parameters.withUnsafeBufferPointer { parameters in
      guard let base = parameters.baseAddress else { return }
      Element.kernels.gemm(
        delta, base + tensor.range.lowerBound, &result,
        ProductShape(m: 1, n: tensor.shape[1], k: tensor.shape[0]))
    }
    return result
  }

  /// What the stable rules flush: units far below the largest of their layer, or a whole layer
  /// whose slopes lie below every power of two they keep.
  private func stableCause(_ reference: Reference) -> ZeroGradientCause {
    let least = Int(Element.leastNormalMagnitude.exponent)
    for layer in stride(from: weights.count - 1, through: 1, by: -1) {
      let signal = reference.signals[layer - 1]
      let delta = reference.deltas[layer - 1]
      guard let before = signal.largestExponent, let after = delta.largestExponent else { continue }
      if after - before <= -(1 << 20) { return .slopeUnderflow(layer: layer) }
      let isFlushed = delta.significands.indices.contains {
        delta.significands[$0] != 0 && delta.exponents[$0] - after < least
      }
      if isFlushed { return .signalUnderflow(layer: layer) }
    }
    return .signalUnderflow(layer: 1)
  }
}
