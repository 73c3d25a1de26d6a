import PlateauAttacks
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Iterative attacks, noise and transfer")
struct PlainAttackTests {
  let examples = Toy.examples(100, seed: 22)
  let threat = ThreatModel(norm: .lInfinity, epsilon: 0.1)
  let one = Workers(threads: 1)

  @Test func `iterative attacks behave as every attack`() throws {
    try checkMetamorphic(FastGradientSign())
    try checkMetamorphic(ProjectedGradientDescent(steps: 10, restarts: 2))
    try checkMetamorphic(BasicIterativeMethod(steps: 10))
    try checkMetamorphic(MomentumIterativeMethod())
    try checkMetamorphic(GradientDescent(steps: 30))
    try checkMetamorphic(GradientSign(steps: 30))
    try checkMetamorphic(RandomNoise(draws: 20))
  }

  @Test func `the basic iterative method is projected gradient descent from the example`() throws {
    let network = try Toy.network(.tanh)
    let basic = BasicIterativeMethod(steps: 7, relativeStep: 0.2)(
      network, on: examples, within: threat, workers: one)
    let projected = ProjectedGradientDescent(steps: 7, restarts: 1, relativeStep: 0.2)(
      network, on: examples, within: threat, workers: one)
    #expect(basic == projected)
  }

  @Test func `momentum without decay of old gradients takes the sign of each alone`() throws {
    let network = try Toy.network(.sigmoid)
    let options = AttackOptions(leavesEarly: false)
    let without = MomentumIterativeMethod(steps: 8, decay: 0)(
      network, on: examples, within: threat, options: options, workers: one)
    let basic = BasicIterativeMethod(steps: 8, relativeStep: 1.0 / 8)(
      network, on: examples, within: threat, options: options, workers: one)
    #expect(without.adversarial == basic.adversarial)
    let with = MomentumIterativeMethod(steps: 8)(
      network, on: examples, within: threat, options: options, workers: one)
    #expect(with.adversarial != basic.adversarial)
    #expect(with.successes > 0)
  }

  @Test func `many small steps reach a target across the whole box`() throws {
    let network = try Toy.network(.sigmoid)
    let targets = examples.labels.map { ($0 + 1) % 3 }
    let box = ThreatModel(norm: .l2, epsilon: 10)
    for attack in [GradientDescent(steps: 200) as any Attack, GradientSign(steps: 200)] {
      let result = attack.callAsFunction(
        network, on: examples, within: box, goal: .targeted(targets), workers: one)
      #expect(result.survivors.isEmpty)
    }
  }

  @Test func `noise needs no gradient, and breaks less than one`() throws {
    let network = try Toy.network(.sigmoid)
    let wide = ThreatModel(norm: .lInfinity, epsilon: 0.2)
    let noise = RandomNoise(draws: 50)(network, on: examples, within: wide, workers: one)
    let descent = BasicIterativeMethod()(network, on: examples, within: wide, workers: one)
    #expect(noise.outcomes.allSatisfy { $0.iterations == 0 && !$0.hasZeroGradient })
    #expect(noise.successes > 0)
    #expect(noise.robustAccuracy > descent.robustAccuracy)
  }

  @Test func `transferred examples are judged on the model, by their numbers`() throws {
    let network = try Toy.network(.sigmoid)
    let made = BasicIterativeMethod()(network, on: examples, within: threat, workers: one)
    let transfer = Transfer(examples: made.adversarial)
    let same = transfer(network, on: examples, within: threat, workers: one)
    #expect(same.outcomes.map(\.isSuccess) == made.outcomes.map(\.isSuccess))
    #expect(same.adversarial == made.adversarial)
    let part = [40, 3, 77]
    let some = transfer(
      network, on: examples.selecting(part), within: threat, numbers: part, workers: one)
    #expect(some.outcomes.map(\.isSuccess) == part.map { made.outcomes[$0].isSuccess })
    let narrow = ThreatModel(norm: .lInfinity, epsilon: 0.01)
    let moved = transfer(network, on: examples, within: narrow, workers: one)
    #expect(moved.outcomes.allSatisfy { $0.size.lInfinity <= 0.01 })
    #expect(moved.successes < made.successes)
    let other = Transfer(examples: examples.inputs)
    #expect(other.parameters != transfer.parameters)
    #expect(transfer.parameters.hasPrefix("examples=100 sha256="))
  }

  @Test(arguments: [GradientRule.naive, .stable])
  func `a step on Float gradients is the step on those gradients widened`(
    rule: GradientRule
  ) throws {
    // A direction that the attack asks for is widened, and steps on it are taken in Double.
    struct Widening: Attack {
      let name = "widening"
      let parameters = ""
      let starts = 1

      func search(_ trial: Trial, start: Int) {
        for _ in 0..<9 {
          trial.computeGradient()
          _ = trial.gradient
          trial.step(by: trial.threat.epsilon / 5)
        }
        trial.propose()
      }
    }
    let network = try Toy.network(.sigmoid)
    for precision in [Precision.float, .double] {
      for leavesEarly in [false, true] {
        let options = AttackOptions(rule: rule, precision: precision, leavesEarly: leavesEarly)
        let fused = ProjectedGradientDescent(steps: 9, restarts: 1, relativeStep: 1.0 / 5)(
          network, on: examples, within: threat, options: options, workers: one)
        let widened = Widening()(
          network, on: examples, within: threat, options: options, workers: one)
        #expect(fused.adversarial == widened.adversarial)
        #expect(fused.successes > 0)
      }
    }
  }
}
