import GoldenValues
import PlateauCertification
import PlateauData
import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

/// Bounds of three networks beside those of auto_LiRPA, whose relaxations of softmax and layer
/// normalization are of the parts that they are written out in; see `Tests/Fixtures/bounds`.
@Suite("Bounds beside published relaxations")
struct PublishedBoundsTests {
  @Test(arguments: ["softmax", "normalization", "attention"])
  func `softmax and normalizations are no wider`(name: String) throws {
    let path = Fixture.path("bounds/\(name)")
    let network = try ONNXFile.read(path + ".onnx").network(as: Double.self)
    let arrays = try NPZFile.read(path + ".npz")
    let inputs: Matrix<Double> = try arrays.array("x").matrix()
    let epsilons = try arrays.array("epsilons").doubles()
    let lower = try arrays.array("lower").doubles()
    let upper = try arrays.array("upper").doubles()
    let workers = Workers(threads: 1)
    for (index, epsilon) in epsilons.enumerated() {
      let threat = ThreatModel(norm: .lInfinity, epsilon: epsilon, bounds: -10...10)
      let bounds = try #require(
        LinearBounds(network).layers(of: inputs, within: threat, workers: workers).last)
      var (ours, published) = (0.0, 0.0)
      for row in 0..<inputs.rows {
        for logit in 0..<3 {
          let place = (index * inputs.rows + row) * 3 + logit
          ours += bounds.upper[row, logit] - bounds.lower[row, logit]
          published += upper[place] - lower[place]
          // Both contain the same logits.
          #expect(bounds.lower[row, logit] <= upper[place])
          #expect(bounds.upper[row, logit] >= lower[place])
        }
      }
      #expect(ours <= published, "ε \(epsilon)")
      print("\(name), ε \(epsilon): \(ours / published) of the published widths")
    }
  }
}
