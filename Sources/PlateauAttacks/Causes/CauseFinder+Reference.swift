import PlateauNetworks
import PlateauNumerics

// In exact arithmetic, but for the rounding of numbers that neither overflow nor underflow.

extension CauseFinder {
  /// The signals behind each stage.
  func reference(_ input: [Element], _ label: Int) -> SignalReference {
    exactPass.forward(
      exact.parameters, input.map { Double($0) }, rows: 1, rule: rule == .naive ? .stable : rule)
    var result = SignalReference(stages: stages.count)
    // By value; nil where a signal has not arrived, or is zero.
    var signals = [ScaledVector?](repeating: nil, count: stages.count + 1)
    var pending = 0
    func put(_ signal: ScaledVector, at value: Int) {
      if signals[value] != nil { pending -= 1 }
      signals[value] = signal.isZero ? nil : signal
      if signals[value] != nil { pending += 1 }
    }
    put(seed(label), at: stages.count)
    if pending == 0 { result.cause = .flat }
    for index in stages.indices.reversed() {
      guard let signal = signals[index + 1] else { continue }
      pending -= 1
      var delta = signal
      for (unit, log) in logSlopes(index).enumerated() {
        delta.multiply(unit, byExponential: log)
      }
      if let hidden = stages[index].hidden,
        let signs = exactPass.slopeSign(ofHiddenLayer: hidden)
      {
        for unit in 0..<stages[index].outputs where signs[unit] < 0 { delta.negate(unit) }
      }
      result.signals[index] = signal
      result.deltas[index] = delta
      if delta.isZero {
        if pending == 0 { result.cause = .deadUnits(layer: layers[index]) }
        continue
      }
      for (part, source) in stages[index].sources.enumerated() {
        var part = pullBack(delta, through: index, to: part)
        if let other = signals[source] { part.add(other) }
        put(part, at: source)
      }
      if pending == 0 { result.cause = .flat }
    }
    return result
  }

  /// The logarithms of the slopes of a stage's units in the latest reference; none without a
  /// nonlinearity.
  func logSlopes(_ index: Int) -> [Double] {
    guard let hidden = stages[index].hidden, stages[index].activation != nil else { return [] }
    return Array(
      UnsafeBufferPointer(
        start: exactPass.logSlope(ofHiddenLayer: hidden), count: stages[index].outputs))
  }

  private func pullBack(
    _ delta: ScaledVector, through index: Int, to part: Int
  ) -> ScaledVector {
    let stage = stages[index]
    if let map = stage.nonlinear {
      let sources = stage.sources.map { exactPass.keptValue($0) }
      return ScaledVector(
        map.gradient(delta.values, at: sources, softness: exactPass.softness, part: part))
    }
    if stage.isDense, let weight = stage.weight {
      let count = stage.outputs * stage.inputs
      return delta.product(exact.parameters[weight..<weight + count], columns: stage.inputs)
    }
    return delta.image(count: width(of: stage.sources[part])) { signal, target in
      exactPass.pullBack(through: index, part: part, exact.parameters, signal, into: target)
    }
  }

  /// The numbers of a value.
  func width(of value: Int) -> Int {
    value == 0 ? stages[0].input.count : stages[value - 1].outputs
  }

  /// The gradient of the loss with respect to the logits.
  private func seed(_ label: Int) -> ScaledVector {
    let logits = exactPass.logits.matrix().elements
    guard loss == .crossEntropy else { return ScaledVector(seed(exactPass.logits, label, .stable)) }
    // Of each class p, of the label p − 1, which is minus the sum of all others.
    let largest = logits.max() ?? 0
    let total = logits.reduce(0) { $0 + Elementary.exp($1 - largest) }
    var logarithms = logits.map { $0 - largest - Elementary.log(total) }
    var others = logits
    others.remove(at: label)
    let rival = others.max() ?? 0
    let rest = others.reduce(0) { $0 + Elementary.exp($1 - rival) }
    logarithms[label] = rival + Elementary.log(rest) - largest - Elementary.log(total)
    return ScaledVector(
      signs: logits.indices.map { $0 == label ? -1 : 1 }, logarithms: logarithms)
  }
}
