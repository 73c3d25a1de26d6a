import PlateauCertification
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// What hidden units provably do over whole balls, layer by layer.
///
/// Bounds of pre-activations are those of backward linear relaxation, intersected with intervals.
/// Shares are means over all pairs of a unit and an example.
struct UnitStability {
  /// The shares of each hidden layer.
  let layers: [CertifiedModelRecord.Units]
  /// The shares over all hidden units.
  let all: CertifiedModelRecord.Units

  /// Bounds the units of a network.
  ///
  /// - Parameters:
  ///   - network: A network with a nonlinearity behind every hidden layer.
  ///   - inputs: Examples in the box, of shape `[examples, features]`, at least one.
  ///   - threat: The ball around each.
  ///   - workers: The threads; the result does not depend on their number.
  init(
    _ network: Network<Double>, at inputs: Matrix<Double>, within threat: ThreatModel,
    workers: Workers
  ) {
    let bounds = LinearBounds(network).layers(of: inputs, within: threat, workers: workers)
    let points = IntervalBounds(network).layers(
      of: inputs, within: ThreatModel(norm: threat.norm, epsilon: 0, bounds: threat.bounds),
      workers: workers)
    var (counts, total) = ([Count](), Count())
    for (layer, activation) in network.architecture.hiddenActivations.enumerated() {
      guard let activation else { continue }
      let count = Count(activation, over: bounds[layer], at: points[layer])
      counts.append(count)
      total += count
    }
    layers = counts.map(\.shares)
    all = total.shares
  }

  /// Numbers of pairs of a unit and an example.
  private struct Count {
    var (pairs, saturated, provenSaturated, stable) = (0, 0, 0, 0)

    init() {}

    /// Counts those of a layer: over its bounds, and at the examples themselves, where bounds are as
    /// narrow as rounding allows.
    init(_ activation: Activation, over bounds: Bounds, at points: Bounds) {
      pairs = bounds.lower.elements.count
      for index in 0..<pairs {
        let (low, high) = (bounds.lower.elements[index], bounds.upper.elements[index])
        if activation.isStable(from: low, to: high) { stable += 1 }
        if activation.isSaturated(from: low, to: high) { provenSaturated += 1 }
        let middle = (points.lower.elements[index] + points.upper.elements[index]) / 2
        if activation.isSaturated(at: middle) { saturated += 1 }
      }
    }

    static func += (sum: inout Count, other: Count) {
      sum.pairs += other.pairs
      sum.saturated += other.saturated
      sum.provenSaturated += other.provenSaturated
      sum.stable += other.stable
    }

    var shares: CertifiedModelRecord.Units {
      let all = Double(max(pairs, 1))
      return CertifiedModelRecord.Units(
        saturated: Double(saturated) / all, provenSaturated: Double(provenSaturated) / all,
        stable: Double(stable) / all)
    }
  }
}
