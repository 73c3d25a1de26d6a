import CAllocationCounter
import PlateauAttacks
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Allocations of attacks", .serialized, .enabled(if: allocation_counter_works() != 0))
struct AttackAllocationTests {
  /// The number of allocations of the calling thread, the median of several runs: what a program makes once
  /// adds to the first, and what the runtime makes for itself now and then moves one of them by 1.
  private func allocations(_ body: () -> Void) -> Int64 {
    let counts = (0..<7).map { _ in
      let before = allocation_count()
      body()
      return allocation_count() - before
    }
    return counts.sorted()[3]
  }

  @Test(
    arguments: [GradientRule.naive, .stable, .surrogate(softness: 2)],
    [Precision.float, .double])
  func `more steps allocate no more`(rule: GradientRule, precision: Precision) throws {
    let network = try Toy.network(.sigmoid)
    let examples = Toy.examples(200, seed: 3)
    for leavesEarly in [false, true] {
      let options = AttackOptions(rule: rule, precision: precision, leavesEarly: leavesEarly)
      for norm in [Norm.lInfinity, .l2] {
        let threat = ThreatModel(norm: norm, epsilon: 0.01)
        let workers = Workers(threads: 1)
        let counts = [2, 40].map { steps in
          allocations {
            _ = ProjectedGradientDescent(steps: steps, restarts: 1)(
              network, on: examples, within: threat, options: options, workers: workers)
          }
        }
        // The memory of the attack itself is allocated once, so the counter is at work.
        #expect(counts[0] > 0)
        #expect(counts[1] == counts[0])
      }
    }
  }

  @Test(arguments: [false, true])
  func `more steps of other attacks allocate no more`(keepsSmallest: Bool) throws {
    let network = try Toy.network(.sigmoid)
    let examples = Toy.examples(keepsSmallest ? 40 : 200, seed: 3)
    let makers: [(Int) -> any Attack] =
      keepsSmallest
      ? [
        { LimitedMemoryBFGS(searchSteps: 2, iterations: $0) },
        { DeepFool(steps: $0) },
        { FastAdaptiveBoundary(steps: $0) },
        { FastAdaptiveBoundary(steps: $0, targets: 2) },
        { CarliniWagner(searchSteps: 2, iterations: $0) },
      ]
      : [
        { AutoProjectedGradientDescent(steps: $0) },
        { AutoProjectedGradientDescent(loss: .logitRatio, steps: $0, targets: 2) },
        { MomentumIterativeMethod(steps: $0) },
        { GradientDescent(steps: $0) },
        { GradientSign(steps: $0) },
        { RandomNoise(draws: $0) },
      ]
    let options = AttackOptions(keepsSmallest: keepsSmallest)
    for make in makers {
      for norm in Norm.allCases {
        let threat = ThreatModel(norm: norm, epsilon: 0.01)
        let counts = [2, 20].map { steps in
          let attack = make(steps)
          return allocations {
            _ = attack.callAsFunction(
              network, on: examples, within: threat, options: options,
              workers: Workers(threads: 1))
          }
        }
        #expect(counts[0] > 0)
        #expect(counts[1] == counts[0], "\(make(1).name)")
      }
    }
  }
}
