import GoldenValues
import PlateauFormats
import PlateauGeometry
import PlateauNetworks
import PlateauNumerics

/// A path through a saturated network whose exact geometry is known;
/// `Tests/Fixtures/geometry/make.py` says how.
struct SaturatedPath: Sendable {
  enum Name: String, Sendable, CaseIterable {
    /// Hidden weights and biases times 300, those of the last layer times 100.
    case gain300
    /// Those of the last layer times 300.
    case logits300
  }

  /// What is known of a path, as the fixture names it.
  enum Quantity: String, Sendable, CaseIterable {
    case euclidean, fisher, logits, probabilities
  }

  let network: Network<Float>
  let source: [Float]
  let target: [Float]
  private let name: Name
  private let file: SafetensorsFile

  init(_ name: Name) throws {
    self.name = name
    file = try Fixture.read("geometry/paths.safetensors")
    let gradients = try Fixture.read("gradients/saturated.safetensors")
    let architecture = try Architecture.multilayerPerceptron(
      input: .vector(64), widths: [24, 16], activation: .sigmoid, classes: 10)
    let parameters = try architecture.layout.tensors.flatMap {
      try gradients.values(of: $0.name, as: Float.self)
    }
    let base = try Network(architecture, parameters: parameters)
    network =
      switch name {
      case .gain300: base.multiplyingHiddenLayers(by: 300).multiplyingLogits(by: 100)
      case .logits300: base.multiplyingLogits(by: 300)
      }
    let inputs: Matrix<Float> = try gradients.matrix(of: "inputs")
    source = Array(inputs.row(1))
    target = Array(inputs.row(5))
  }

  /// The path of the fixture.
  func path<Element: Scalar>(_ type: Element.Type) -> InterpolationPath<Element> {
    InterpolationPath(from: source.map { Element($0) }, to: target.map { Element($0) }, count: 11)
  }

  /// The exact values at every point, all singular values of a point after each other.
  func exact(_ quantity: Quantity) throws -> [ScaledValue] {
    let prefix = "\(name.rawValue).\(quantity.rawValue)"
    let mantissas: [Double] = try file.values(of: "\(prefix).mantissas")
    let exponents = try file.integers(of: "\(prefix).exponents")
    return zip(mantissas, exponents).map { ScaledValue($0, exponent: $1) }
  }

  /// How far rounding can move a quantity at each point, relative to it (to the largest singular
  /// value), for a unit roundoff.
  ///
  /// Each path through the network has a relative error of `movement.paths` roundings, with a
  /// probability also those of `movement.softmax`, and cancellation between paths multiplies them by
  /// the condition; to first order, which decides while the product is well below 1. What is done with
  /// the rows afterwards adds fewer than 200 roundings: sums of 64 and of 45 terms.
  func bounds(_ condition: String, unit: Double) throws -> [Double] {
    let paths: [Double] = try file.values(of: "\(name.rawValue).movement.paths")
    let softmax: [Double] = try file.values(of: "\(name.rawValue).movement.softmax")
    let isPlain = condition == "euclidean" || condition == "logits"
    let conditions: [Double] = try file.values(of: "\(name.rawValue).condition.\(condition)")
    return conditions.indices.map {
      (paths[$0] + (isPlain ? 0 : softmax[$0]) + 200) * conditions[$0] * unit
    }
  }
}
