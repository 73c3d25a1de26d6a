import GoldenValues
import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Bounds by backward linear relaxation")
struct LinearBoundsTests {
  @Test("On average no looser than the golden bounds", arguments: goldenPerceptrons)
  func golden(_ name: String) throws {
    let golden = try GoldenCase<Double>(name)
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.02)
    let bounds = try #require(
      LinearBounds(golden.network).layers(
        of: golden.inputs, within: threat, workers: Cases.workers
      ).last)
    let (lower, upper) = (try golden.values("crown.lower"), try golden.values("crown.upper"))
    let count = Double(lower.count)
    let looser = zip(lower, bounds.lower.elements).reduce(0) { $0 + $1.0 - $1.1 } / count
    let higher = zip(upper, bounds.upper.elements).reduce(0) { $0 + $1.1 - $1.0 } / count
    print(name, "mean looseness below", looser, "above", higher)
    #expect(looser <= 1e-9)
    #expect(higher <= 1e-9)
  }
}
