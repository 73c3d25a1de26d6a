import PlateauCertification
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Stable units")
struct StabilityTests {
  /// Where the slope of the sigmoid is a hundredth of the largest: σ(z)·σ(−z) = 0.0025.
  static let sigmoidEdge = 5.986_445_692

  @Test(arguments: [
    (Activation.relu, 0.0, 3.0, true, false), (.relu, -3, 0, true, true),
    (.relu, -1e-300, 1e-300, false, false), (.clippedReLU, 0, 1, true, false),
    (.clippedReLU, 1, 9, true, true), (.clippedReLU, -9, 0, true, true),
    (.clippedReLU, -0.1, 0.1, false, false), (.clippedReLU, 0.9, 1.1, false, false),
    (.clippedReLU, -1, 2, false, false), (.sigmoid, sigmoidEdge + 1e-6, 1e9, true, true),
    (.sigmoid, sigmoidEdge - 1e-6, 1e9, false, false),
    (.sigmoid, -1e9, -sigmoidEdge - 1e-6, true, true), (.sigmoid, -1e9, 1e9, false, false),
    (.tanh, sigmoidEdge / 2 + 1e-6, 9, true, true), (.tanh, 0, 9, false, false),
  ])
  func `of an interval`(
    activation: Activation, low: Double, high: Double, isStable: Bool, isSaturated: Bool
  ) {
    #expect(activation.isStable(from: low, to: high) == isStable)
    #expect(activation.isSaturated(from: low, to: high) == isSaturated)
  }

  @Test(arguments: Activation.allCases.filter(\.largestSlope.isFinite))
  func `nothing is known of what is not bounded`(activation: Activation) {
    #expect(!activation.isStable(from: -.infinity, to: .infinity))
    #expect(!activation.isSaturated(from: -.infinity, to: .infinity))
    #expect(!activation.isStable(from: .nan, to: .nan))
  }

  @Test(arguments: Activation.allCases.filter(\.largestSlope.isFinite))
  func `inside of a saturated interval every point is saturated`(activation: Activation) {
    var generator = SeededGenerator(seed: 5, purpose: "stability")
    var found = 0
    for _ in 0..<2000 {
      let low = generator.uniform(-12, 12)
      let high = low + generator.uniform(0, 3)
      let points = (0...50).map { low + (high - low) * Double($0) / 50 }
      let isSaturated = activation.isSaturated(from: low, to: high)
      if isSaturated {
        found += 1
        #expect(points.allSatisfy { activation.isSaturated(at: $0) })
        #expect(activation.isStable(from: low, to: high))
      } else if activation.isSigmoidLike || activation == .relu {
        // No more than points miss: the steepest is an end, or 0.
        let worst = low <= 0 && high >= 0 ? 0 : min(low.magnitude, high.magnitude)
        let steepest = activation == .relu ? high : worst
        #expect(activation.slope(at: steepest) > 0.0099 * activation.largestSlope)
      }
    }
    // Of leaky ReLU and the absolute value no part is flat.
    let isFlat = [-11, -11.5].allSatisfy {
      activation.slope(at: $0).magnitude < 0.009 * activation.largestSlope
    }
    #expect(!isFlat || found > 100)
  }
}
