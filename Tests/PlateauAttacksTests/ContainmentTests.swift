@testable import PlateauAttacks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Containment of proposals")
struct ContainmentTests {
  /// Distances are compared in 113 bits or more by splitting them exactly.
  private func isWithin(_ value: Float, _ origin: Float, _ epsilon: Double) -> Bool {
    // Two floats of [0, 1] differ by a multiple of 2⁻¹⁴⁹ below 1: too long for a Double, but the
    // difference minus epsilon can be split into exactly representable halves.
    let high = Double(max(value, origin))
    let low = Double(min(value, origin))
    let difference = high - low
    let lost = (high - difference) - low
    return difference < epsilon || (difference == epsilon && lost <= 0)
  }

  @Test(arguments: [0, 1e-45, 1e-9, 0.1, 0.25, 0.3, 8.0 / 255, 1, 3])
  func `every value ends inside the interval and the box`(epsilon: Double) {
    let containment = Containment(ThreatModel(norm: .lInfinity, epsilon: epsilon))
    var generator = SeededGenerator(seed: 1, purpose: "containment")
    var origins: [Float] = [0, 1, 0.5, Float(0.1), .leastNonzeroMagnitude]
    origins += (0..<2000).map { _ in Float(generator.uniform()) }
    for scale in [0.0, 1e-8, 0.1, 0.3, 2, 1e30, .infinity, .nan] {
      let proposals = origins.map { Double($0) + scale * generator.uniform(-1, 1) }
      var output = origins
      containment.contain(proposals, around: origins, count: origins.count, into: &output)
      for index in origins.indices {
        #expect(output[index] >= 0 && output[index] <= 1)
        #expect(isWithin(output[index], origins[index], epsilon))
      }
    }
  }

  @Test func `a proposal inside is only rounded`() {
    let containment = Containment(ThreatModel(norm: .lInfinity, epsilon: 0.1))
    var output: [Float] = [0, 0]
    containment.contain([0.55, 0.41], around: [0.5, 0.5], count: 2, into: &output)
    #expect(output == [Float(0.55), Float(0.41)])
  }

  @Test func `a proposal outside lands on the float nearest the edge`() {
    let containment = Containment(ThreatModel(norm: .lInfinity, epsilon: 0.1))
    var output: [Float] = [0]
    containment.contain([0.9], around: [0.5], count: 1, into: &output)
    #expect(output[0] <= 0.6 && Double(output[0]) <= 0.5 + 0.1)
    #expect(Double(output[0].nextUp) > 0.5 + 0.1)
  }

  @Test(arguments: [0, 1e-45, 1e-40, 1e-9, 0.3, 2, 100])
  func `a Euclidean perturbation is never longer than epsilon`(epsilon: Double) {
    let containment = Containment(ThreatModel(norm: .l2, epsilon: epsilon))
    var generator = SeededGenerator(seed: 2, purpose: "containment")
    let origins = (0..<100).map { _ in Float(generator.uniform()) }
    for scale in [1e-7, 1e-3, 1, 1e30] {
      let proposals = origins.map { Double($0) + scale * generator.uniform(-1, 1) }
      var output = origins
      containment.contain(proposals, around: origins, count: origins.count, into: &output)
      let squares = zip(output, origins).reduce(0.0) {
        $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
      }
      #expect(squares.squareRoot() * (1 + 0x1p-44) <= epsilon || output == origins)
      #expect(output.allSatisfy { $0 >= 0 && $0 <= 1 })
    }
  }

  @Test func `a single step of a float is taken back where epsilon is smaller`() {
    // Scaling alone would round back to the same float for ever.
    let origin: Float = 0.5
    let containment = Containment(
      ThreatModel(norm: .l2, epsilon: 0.75 * Double(origin.ulp)))
    var output: [Float] = [0]
    containment.contain([Double(origin.nextUp)], around: [origin], count: 1, into: &output)
    #expect(output == [origin])
  }
}
