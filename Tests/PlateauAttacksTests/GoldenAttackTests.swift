import GoldenValues
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@testable import PlateauAttacks

@Suite("Attacks against golden values")
struct GoldenAttackTests {
  /// Runs one search on the golden inputs, which are no floats, and gives its last iterates.
  private func iterates(
    of attack: some Attack, on golden: GoldenCase<Double>, targets: [Int]? = nil,
    rule: GradientRule, precision: Precision = .double
  ) -> [Double] {
    let inputs = golden.inputs
    let labels = golden.labels
    let rounded = inputs.converted(to: Float.self)
    let ledger = Ledger(count: inputs.rows, columns: inputs.columns)
    let network = golden.network
    return rounded.elements.withUnsafeBufferPointer { buffer -> [Double] in
      guard let originals = buffer.baseAddress else { return [] }
      let trial = Trial(
        network, threat: ThreatModel(norm: .lInfinity, epsilon: 0.1),
        options: AttackOptions(rule: rule, precision: precision, leavesEarly: false),
        isTargeted: targets != nil,
        capacity: inputs.rows, ledger: ledger, originals: originals)
      trial.count = inputs.rows
      trial.origins.load(inputs, rows: 0..<inputs.rows)
      for row in 0..<inputs.rows {
        trial.labels[row] = Int32(labels[row])
        trial.targets[row] = Int32(targets?[row] ?? -1)
        trial.places[row] = row
        trial.numbers[row] = row
      }
      trial.begin(start: 0)
      attack.search(trial, start: 0)
      return trial.iterates.matrix().elements
    }
  }

  @Test(arguments: goldenNames, [GradientRule.naive, .stable])
  func `FGSM, plain and targeted, agrees`(name: String, rule: GradientRule) throws {
    let golden = try GoldenCase<Double>(name)
    let plain = iterates(of: FastGradientSign(), on: golden, rule: rule)
    #expect(relativeError(plain, try golden.values("fgsm")) < 1e-10)
    let targets = golden.labels.map { ($0 + 1) % 10 }
    let targeted = iterates(of: FastGradientSign(), on: golden, targets: targets, rule: rule)
    #expect(relativeError(targeted, try golden.values("fgsm.targeted")) < 1e-10)
  }

  @Test(arguments: goldenNames, [GradientRule.naive, .stable])
  func `PGD of 20 steps agrees`(name: String, rule: GradientRule) throws {
    let golden = try GoldenCase<Double>(name)
    let attack = ProjectedGradientDescent(steps: 20, restarts: 1, relativeStep: 0.2)
    let found = iterates(of: attack, on: golden, rule: rule)
    #expect(relativeError(found, try golden.values("pgd.20x0.02")) < 1e-10)
  }

  @Test(arguments: goldenNames)
  func `FGSM in Float agrees to the rounding of its inputs`(name: String) throws {
    let golden = try GoldenCase<Double>(name)
    let found = iterates(of: FastGradientSign(), on: golden, rule: .naive, precision: .float)
    // Signs may differ only where a gradient is as small as its rounding; none is here.
    #expect(relativeError(found, try golden.values("fgsm")) < 1e-4)
  }
}
