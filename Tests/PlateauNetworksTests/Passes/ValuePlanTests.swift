import PlateauNumerics
import Testing

@testable import PlateauNetworks

@Suite("Places of values in a pass")
struct ValuePlanTests {
  @Test func `no value lies where another one is still needed`() {
    for seed in 0..<200 {
      var generator = SeededGenerator(seed: UInt64(seed), purpose: "value plan")
      let values = (0..<12).map { index in
        (
          size: 1 + generator.below(50), made: index,
          last: index + generator.below(12 - index)
        )
      }
      let plan = ValuePlan(values)
      for (index, value) in values.enumerated() {
        #expect(plan.sizes[plan.slots[index]] >= value.size)
        for other in 0..<index where plan.slots[other] == plan.slots[index] {
          #expect(values[other].last < value.made, "seed \(seed)")
        }
      }
    }
  }

  @Test func `a chain takes two places`() {
    let plan = ValuePlan((0..<10).map { (size: 10 - $0, made: $0, last: $0 + 1) })
    #expect(plan.sizes == [10, 9])
  }

  @Test func `logits are the same bits with and without kept values`() throws {
    for test in try ImageCase<Double>.all(.sigmoid) {
      let architecture = test.network.architecture
      let rows = test.inputs.rows
      let kept = InputPass<Double>(architecture, capacity: rows)
      let shared = InputPass<Double>(architecture, capacity: rows, keepsValues: false)
      try test.network.parameters.withUnsafeBufferPointer { parameters in
        try test.inputs.elements.withUnsafeBufferPointer { inputs in
          let (base, source) = (
            try #require(parameters.baseAddress), try #require(inputs.baseAddress)
          )
          kept.forward(base, source, rows: rows)
          // Weights that are packed part by part, too.
          shared.borrow(base)
          shared.forward(base, source, rows: rows)
        }
      }
      #expect(kept.logits.matrix() == shared.logits.matrix(), "\(test.name)")
    }
  }
}
