import PlateauCertification
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Branch and bound")
struct BranchAndBoundTests {
  @Test("Toy networks of the competition, up to the last bit")
  func toys() throws {
    // 3·ReLU(2·h₁ + 2·h₂ + 2.5) twice, + 3.5, with h = ReLU(x + 1.5): at most 78.5, at x = 1.
    let small = try SplitCases.network(
      [
        ([1, 1], [1.5, 1.5]), ([2, 2, 2, 2], [2.5, 2.5]), ([3, 3], [3.5]),
      ], inputs: 1)
    let holds = SplitCases.verify(
      small, SplitCases.box(-1, 1, 1), [[SplitCases.atMost(-100, sign: -1)]])
    #expect(holds.answer == .holds)
    #expect(holds.margins[0] > 0 && holds.margins[0] <= 21.5)
    #expect(
      SplitCases.verify(
        small, SplitCases.box(-1, 1, 1), [[SplitCases.atMost(-78.500001, sign: -1)]]
      ).answer == .holds)
    // The maximum itself is reached: only exact arithmetic can tell.
    guard
      case .violated(let found) = SplitCases.verify(
        small, SplitCases.box(-1, 1, 1), [[SplitCases.atMost(-78.5, sign: -1)]]
      ).answer
    else {
      Issue.record("the maximum is reached")
      return
    }
    #expect(found.input == [1])
    #expect(found.outputs == [78.5])
    // ReLU(x / 2) copied by a dense layer, never below 0.
    let nano = try SplitCases.network([([0.5], [0]), ([1], [0])], inputs: 1)
    #expect(
      SplitCases.verify(nano, SplitCases.box(-1, 1, 1), [[SplitCases.atMost(-1)]]).answer == .holds)
    #expect(
      SplitCases.verify(nano, SplitCases.box(-1, 1, 1), [[SplitCases.atMost(0)]]).answer != .holds)
    let zero = SplitCases.verify(nano, SplitCases.box(-1, 1, 1), [[SplitCases.atMost(-1e-9)]])
    #expect(zero.answer == .holds)
  }

  @Test("Conjunctions that are possible one by one, but not together")
  func conjunctions() throws {
    // y₀ = x, y₁ = −3x.
    let pair = try SplitCases.network([([1, -1], [0, 0]), ([1, -1, -3, 3], [0, 0])], inputs: 1)
    let region = SplitCases.box(-1, 1, 1)
    #expect(
      SplitCases.verify(pair, region, [[SplitCases.atMost(-0.1), SplitCases.atMost(-0.1, 1)]])
        .answer == .holds)
    guard
      case .violated(let found) =
        SplitCases.verify(
          pair, region,
          [
            [SplitCases.atMost(-0.1), SplitCases.atMost(-0.1, 1)],
            [SplitCases.atMost(-0.5), SplitCases.atMost(2, 1)],
          ]
        ).answer
    else {
      Issue.record("x = −0.6 fulfills the second")
      return
    }
    #expect(found.conjunction == 1)
    #expect(found.input[0] <= -0.5 && found.input[0] >= -2.0 / 3)
    // Nothing is asked of outputs: any input is one; and no conjunction at all holds.
    if case .violated = SplitCases.verify(pair, region, [[]]).answer {
    } else {
      Issue.record("no input")
    }
    #expect(SplitCases.verify(pair, region, []).answer == .holds)
  }

  @Test("A counterexample must lie in the smallest box, a proof is of the largest")
  func decimalBoxes() throws {
    let identity = try SplitCases.network([([1, -1], [0, 0]), ([1, -1], [0])], inputs: 1)
    // The upper end is a number between 0.1 and its neighbor.
    let region = VerificationProblem.Region.box(lower: [0...0], upper: [0.1...0.1.nextUp])
    let bound = 0.1.nextUp
    let answer = SplitCases.verify(
      identity, region, [[SplitCases.atMost(-bound, sign: -1)]]
    ).answer
    guard case .unknown = answer else {
      Issue.record("\(answer), but nobody can tell")
      return
    }
    if case .violated = SplitCases.verify(identity, region, [[SplitCases.atMost(-0.1, sign: -1)]])
      .answer
    {
    } else {
      Issue.record("0.1 is in the box")
    }
  }

  @Test("What an exact evaluation reaches is never excluded", arguments: 0..<10, [0, 5])
  func cancellations(_ seed: Int, _ inputLimit: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed), purpose: "wild")
    func wild(_ count: Int) -> [Double] { (0..<count).map { _ in generator.wildInteger(20) } }
    let subject = try SplitCases.network(
      [(wild(12), wild(6)), (wild(36), wild(6)), (wild(6), wild(1))], inputs: 2)
    // Integers below 2⁵³ times few: exact in 128 bits, and thresholds rounded to the unsafe side.
    var least = Int128.max
    for x in -2...2 {
      for y in -2...2 {
        let output = Exact.logits(subject, [Int128(x), Int128(y)], unit: 1)[0]
        least = min(least, output)
      }
    }
    var bound = Double(least)
    if Int128(bound) < least { bound = bound.nextUp }
    let answer = SplitCases.verify(
      subject, SplitCases.box(-2, 2, 2), [[SplitCases.atMost(bound)]], inputLimit: inputLimit,
      seconds: 0.5
    ).answer
    #expect(answer != .holds)
  }
}
