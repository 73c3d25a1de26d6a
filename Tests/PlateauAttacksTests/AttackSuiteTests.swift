import PlateauAttacks
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Suites of attacks")
struct AttackSuiteTests {
  @Test func `the standard suite begins with AutoPGD at the published budgets`() {
    let steps = AttackSuite.standard(options: AttackOptions(seed: 3))
    #expect(steps.prefix(2).map(\.attack.name) == ["apgd-ce", "apgd-t"])
    #expect(
      steps.prefix(2).map(\.attack.parameters) == [
        "steps=100 restarts=1 rho=0.75", "steps=100 restarts=1 rho=0.75 targets=9",
      ])
    #expect(steps.allSatisfy { $0.options == AttackOptions(seed: 3) })
  }

  @Test func `the thorough suite adds every softness after the standard one`() {
    let standard = AttackSuite.standard()
    let steps = AttackSuite.thorough(
      softnesses: [2, 5], options: AttackOptions(rule: .naive, seed: 4))
    #expect(steps.prefix(standard.count).map(\.attack.name) == standard.map(\.attack.name))
    #expect(steps.prefix(standard.count).allSatisfy { $0.options.rule == .stable })
    let added = steps.dropFirst(standard.count)
    #expect(added.map(\.options.rule.softness) == [2, 5, 2, 5])
    #expect(added.map(\.attack.name) == ["apgd-ce", "apgd-ce", "apgd-t", "apgd-t"])
    #expect(steps.allSatisfy { $0.options.seed == 4 })
  }

  @Test func `thorough breaks a saturated network no less than the sweep of plain steps`() throws {
    let network = try Toy.network(.sigmoid).multiplyingHiddenLayers(by: 300)
    let examples = Toy.examples(100, seed: 4)
    let one = Workers(threads: 1)
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.15)
    let softnesses = SoftnessSweep.softnesses(of: network, on: examples.inputs, workers: one)
    let sequence = AttackSequence(AttackSuite.thorough(softnesses: softnesses))
    let thorough = sequence(network, on: examples, within: threat, workers: one)
    let swept = SoftnessSweep(
      ProjectedGradientDescent(steps: 50, restarts: 1), softnesses: softnesses)(
        network, on: examples, within: threat, options: AttackOptions(loss: .margin), workers: one)
    #expect(thorough.robustAccuracy <= swept.robustAccuracy)
    #expect(thorough.successes > 0)
  }
}
