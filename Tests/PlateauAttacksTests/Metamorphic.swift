import GoldenValues
import PlateauAttacks
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

/// What holds of every attack, whatever it does.
///
/// - Parameters:
///   - attack: An attack of few steps.
///   - norms: The norms it is meant for.
///   - options: How it computes.
/// - Throws: What making the network throws.
func checkMetamorphic(
  _ attack: any Attack, norms: [Norm] = [.lInfinity, .l2],
  options: AttackOptions = AttackOptions(seed: 7)
) throws {
  let network = try Toy.network(.sigmoid)
  let examples = Toy.examples(40, seed: 12)
  let one = Workers(threads: 1)
  for norm in norms {
    let radii = norm == .l2 ? [0, 0.1, 0.4] : [0, 0.05, 0.2]
    let results = radii.map { radius in
      attack.callAsFunction(
        network, on: examples, within: ThreatModel(norm: norm, epsilon: radius), options: options,
        workers: one)
    }
    #expect(results[0].outcomes.allSatisfy { $0.isUnchanged })
    #expect(results[0].robustAccuracy == results[0].cleanAccuracy)
    for (radius, result) in zip(radii, results) {
      for (row, outcome) in result.outcomes.enumerated() {
        #expect(outcome.size.size(in: norm) <= radius)
        #expect(result.adversarial.row(row).allSatisfy { (0...1).contains($0) })
      }
    }
    // One example of forty may be lost by chance.
    #expect(results[1].robustAccuracy <= results[0].robustAccuracy + 0.025)
    #expect(results[2].robustAccuracy <= results[1].robustAccuracy + 0.025)
    let threat = ThreatModel(norm: norm, epsilon: radii[1])
    for threads in [2, 4] {
      let other = attack.callAsFunction(
        network, on: examples, within: threat, options: options,
        workers: Workers(threads: threads))
      #expect(other == results[1])
    }
    checkOrder(attack, network, examples, threat, options, results[1])
  }
}

/// Whether other examples in the batch, or another order, change what comes of one.
private func checkOrder(
  _ attack: any Attack, _ network: Network<Double>, _ examples: Examples, _ threat: ThreatModel,
  _ options: AttackOptions, _ result: AttackResult
) {
  let one = Workers(threads: 1)
  let order = Array((0..<examples.count).reversed())
  let permuted = attack.callAsFunction(
    network, on: examples.selecting(order), within: threat, options: options, numbers: order,
    workers: one)
  #expect(permuted.outcomes == order.map { result.outcomes[$0] })
  for index in [0, 17, examples.count - 1] {
    let alone = attack.callAsFunction(
      network, on: examples.selecting([index]), within: threat, options: options,
      numbers: [index], workers: one)
    #expect(alone.outcomes[0].isSuccess == result.outcomes[index].isSuccess)
    // Products of one row may be summed in another order than those of many.
    let difference =
      zip(alone.adversarial.row(0), result.adversarial.row(index))
      .map { ($0 - $1).magnitude }.max() ?? 0
    #expect(difference < 1e-3)
  }
}
