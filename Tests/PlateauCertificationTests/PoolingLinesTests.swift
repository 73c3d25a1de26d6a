import PlateauCertification
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Lines around nonlinearities behind max pooling")
struct PoolingLinesTests {
  @Test(
    "A pixel that may be the largest is not forgotten",
    arguments: [Activation.sigmoid, .tanh, .relu, .clippedReLU])
  func losers(_ activation: Activation) throws {
    // φ(max(x₁, x₂)) − φ(max(x₂, x₃)), where x₂ has the greatest lower bound in both windows.
    let architecture = try Architecture(
      input: InputShape(channels: 1, height: 1, width: 3),
      layers: [
        .maxPooling(Pooling(window: Window(height: 1, width: 2))),
        .activation(activation), .flatten, .dense(units: 1), .activation(.relu), .dense(units: 2),
      ])
    let network = try Network<Double>(architecture, parameters: [1, -1, 0, 1, 0, 0, 0])
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.4)
    let inputs = Matrix<Double>(rows: 1, columns: 3, elements: [0.5, 0.55, 0])
    let bounds = LinearBounds(network).layers(of: inputs, within: threat, workers: Cases.workers)
    let unit = bounds[bounds.count - 2]
    // Hidden unit and first logit are the same where it is positive, off by some 10⁻¹⁶.
    let point = Matrix<Double>(rows: 1, columns: 3, elements: [0.9, 0.15, 0])
    let value = network.logits(of: point, workers: Cases.workers)[0, 0]
    #expect(value > 0.1)
    #expect(unit.upper.elements[0] >= value - 1e-15)
  }
}
