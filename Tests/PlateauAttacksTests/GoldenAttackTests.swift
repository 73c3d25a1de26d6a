@testable import PlateauAttacks
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Attacks against golden values")
struct GoldenAttackTests {
  /// Runs one search on the golden inputs, which are no floats, and gives its last iterates.
  private func iterates<Element: Scalar>(
    of attack: some Attack, on golden: Golden, epsilon: Double, targets: [Int]?,
    rule: GradientRule, as type: Element.Type
  ) throws -> Matrix<Double> {
    let inputs = try golden.matrix("inputs")
    let labels = try golden.integers("labels")
    let rounded = inputs.converted(to: Float.self)
    let ledger = Ledger(count: inputs.rows, columns: inputs.columns)
    let network = golden.network
    return rounded.elements.withUnsafeBufferPointer { buffer -> Matrix<Double> in
      guard let originals = buffer.baseAddress else { return inputs }
      let trial = Trial<Element>(
        network, threat: ThreatModel(norm: .lInfinity, epsilon: epsilon),
        options: AttackOptions(rule: rule, leavesEarly: false), isTargeted: targets != nil,
        capacity: inputs.rows, ledger: ledger, originals: originals)
      trial.count = inputs.rows
      trial.origins.load(inputs.converted(), rows: 0..<inputs.rows)
      for row in 0..<inputs.rows {
        trial.labels[row] = Int32(labels[row])
        trial.classes[row] = Int32(targets?[row] ?? labels[row])
        trial.places[row] = row
        trial.numbers[row] = row
      }
      trial.begin(start: 0)
      attack.search(trial, start: 0)
      return trial.iterates.matrix().converted()
    }
  }

  @Test(arguments: Golden.cases, [GradientRule.naive, .stable])
  func `FGSM, plain and targeted, agrees`(name: String, rule: GradientRule) throws {
    let golden = try Golden(name)
    let plain = try iterates(
      of: FastGradientSign(), on: golden, epsilon: 0.1, targets: nil, rule: rule, as: Double.self)
    #expect(Golden.difference(plain, try golden.matrix("fgsm")) < 1e-10)
    let targeted = try iterates(
      of: FastGradientSign(), on: golden, epsilon: 0.1, targets: try golden.integers("targets"),
      rule: rule, as: Double.self)
    #expect(Golden.difference(targeted, try golden.matrix("fgsm.targeted")) < 1e-10)
  }

  @Test(arguments: Golden.cases, [GradientRule.naive, .stable])
  func `PGD of 20 steps agrees`(name: String, rule: GradientRule) throws {
    let golden = try Golden(name)
    let attack = ProjectedGradientDescent(steps: 20, restarts: 1, relativeStep: 0.2)
    let found = try iterates(
      of: attack, on: golden, epsilon: 0.1, targets: nil, rule: rule, as: Double.self)
    #expect(Golden.difference(found, try golden.matrix("pgd.20x0.02")) < 1e-10)
  }

  @Test(arguments: Golden.cases)
  func `FGSM in Float agrees to the rounding of its inputs`(name: String) throws {
    let golden = try Golden(name)
    let found = try iterates(
      of: FastGradientSign(), on: golden, epsilon: 0.1, targets: nil, rule: .naive,
      as: Float.self)
    // Signs may differ only where a gradient is as small as its rounding; none is here.
    #expect(Golden.difference(found, try golden.matrix("fgsm")) < 1e-4)
  }
}
