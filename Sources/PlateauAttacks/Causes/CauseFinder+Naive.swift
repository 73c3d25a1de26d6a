import PlateauNetworks
import PlateauNumerics

// In working precision.

extension CauseFinder {
  /// What a usual framework computes, until nothing is left.
  func naiveCause(
    _ input: [Element], _ label: Int, _ reference: SignalReference
  ) -> ZeroGradientCause {
    pass.forward(network.parameters, input, rows: 1, rule: .naive)
    let seed = seed(pass.logits, label, .naive)
    guard !isZero(seed) else { return .softmaxSaturation }
    let exactSeed = reference.deltas[stages.count - 1]?.significands ?? []
    let seedIsCut =
      loss == .crossEntropy && exactSeed.indices.contains { seed[$0] == 0 && exactSeed[$0] != 0 }
    // Why stages lost a part of the signal, from the output on.
    var losses: [ZeroGradientCause] = seedIsCut ? [.softmaxSaturation] : []
    // By value; nil where a signal has not arrived, or is zero.
    var signals = [[Element]?](repeating: nil, count: stages.count) + [seed]
    var pending = 1
    for index in stages.indices.reversed() {
      guard let signal = signals[index + 1] else { continue }
      pending -= 1
      var delta = signal
      if stages[index].activation != nil {
        let slopes = slopes(index)
        delta = zip(signal, slopes).map { $0 * $1 }
        if let loss = lossOfUnits(index, signal, slopes, delta) { losses.append(loss) }
      }
      // Units of slope 0 in exact arithmetic have the signal: that of others was lost before.
      var otherwise = ZeroGradientCause.signalUnderflow(layer: layers[index] + 1)
      if !isZero(delta) {
        otherwise = .signalUnderflow(layer: layers[index])
        let parts = stages[index].sources.indices.map { pullBack(delta, through: index, to: $0) }
        if parts.allSatisfy(isZero), losesProducts(index, delta) {
          otherwise = lossOfMap(index, delta) ?? otherwise
          losses.append(otherwise)
        }
        for (part, source) in zip(parts, stages[index].sources) {
          var part = part
          if let other = signals[source] {
            pending -= 1
            part = zip(part, other).map { $0 + $1 }
          }
          signals[source] = isZero(part) ? nil : part
          if signals[source] != nil { pending += 1 }
        }
      }
      if pending == 0 { return losses.last ?? otherwise }
    }
    return .signalUnderflow(layer: 1)
  }

  private func isZero(_ signal: [Element]) -> Bool { signal.allSatisfy { $0 == 0 } }

  /// Why a nonlinear map loses even a signal of size 1; nil where it does not.
  private func lossOfMap(_ index: Int, _ delta: [Element]) -> ZeroGradientCause? {
    guard let map = stages[index].nonlinear else { return nil }
    let largest = delta.reduce(0) { max($0, $1.magnitude) }
    let one = delta.map { $0 / largest }
    let isLost = stages[index].sources.indices.allSatisfy {
      isZero(pullBack(one, through: index, to: $0))
    }
    guard isLost else { return nil }
    switch map.lostGradient {
    case .softmaxSaturation: return .attentionSaturation(layer: layers[index])
    case .factorUnderflow: return .factorUnderflow(layer: layers[index])
    case .slopeUnderflow: return .slopeUnderflow(layer: layers[index])
    }
  }

  /// Why units lose a signal that exact arithmetic keeps; nil where none does.
  private func lossOfUnits(
    _ index: Int, _ signal: [Element], _ slopes: [Element], _ delta: [Element]
  ) -> ZeroGradientCause? {
    let logSlopes = logSlopes(index)
    let lost = delta.indices.filter {
      signal[$0] != 0 && delta[$0] == 0 && logSlopes[$0] > -.infinity
    }
    guard !lost.isEmpty else { return nil }
    return lost.allSatisfy { slopes[$0] == 0 }
      ? .slopeUnderflow(layer: layers[index]) : .signalUnderflow(layer: layers[index])
  }

  /// Whether units that still have a signal, and a weight, lose it in the product.
  private func losesProducts(_ index: Int, _ delta: [Element]) -> Bool {
    delta.indices.contains { delta[$0] != 0 && hasWeight($0, of: stages[index]) }
  }

  private func hasWeight(_ unit: Int, of stage: Stage) -> Bool {
    guard let map = stage.linear else { return true }
    var result = false
    map.forEachTerm(of: unit, network.parameters) { _, _, coefficient in
      if coefficient != 0 { result = true }
    }
    return result
  }

  private func slopes(_ index: Int) -> [Element] {
    let stage = stages[index]
    var result = [Element](repeating: 1, count: stage.outputs)
    guard let hidden = stage.hidden, let activation = stage.activation else { return result }
    Element.kernels.backwardNaive(
      activation.kernel, count: stage.outputs, signal: &result,
      activation: pass.slopeSource(ofHiddenLayer: hidden))
    return result
  }

  private func pullBack(_ delta: [Element], through index: Int, to part: Int) -> [Element] {
    let source = stages[index].sources[part]
    var result = [Element](repeating: 0, count: width(of: source))
    pass.pullBack(through: index, part: part, network.parameters, delta, into: &result)
    return result
  }
}
