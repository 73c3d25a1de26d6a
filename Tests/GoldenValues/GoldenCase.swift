import PlateauFormats
package import PlateauNetworks
package import PlateauNumerics

/// One of the golden networks, its batch and its values, in the precision under test.
///
/// `Tests/Fixtures/golden/README.md` says what each value is and how they are compared.
package struct GoldenCase<Element: Scalar>: Sendable {
  /// The folder, such as `mlp-sigmoid`.
  package let name: String
  package let network: Network<Element>
  package let inputs: Matrix<Element>
  package let labels: [Int]
  private let file: SafetensorsFile

  /// The weight of the penalty in the golden loss.
  package var penaltyWeight: Double { 0.37 }

  /// The largest relative error allowed: 10⁻¹⁰ in double precision, 10⁻⁴ in single.
  package var tolerance: Double { Element.self == Double.self ? 1e-10 : 1e-4 }

  /// Reads a case.
  package init(_ name: String) throws {
    self.name = name
    let activation: Activation =
      switch name {
      case "mlp-relu", "cnn-relu": .relu
      case "mlp-tanh": .tanh
      default: .sigmoid
      }
    let path = Fixture.path("golden/\(name)/model.safetensors")
    network =
      name.hasPrefix("cnn")
      ? try NetworkFile<Element>.read(path, architecture: Self.convolutional(activation)).network
      : try NetworkFile<Element>.read(path, activation: activation).network
    file = try Fixture.read("golden/\(name)/values.safetensors")
    let shape = network.architecture.input
    let values: [Element] = try file.values(of: "inputs")
    inputs = Matrix(rows: values.count / shape.count, columns: shape.count, elements: values)
    labels = try file.integers(of: "labels")
  }

  /// The convolutional architecture that `case.json` describes.
  private static func convolutional(_ activation: Activation) throws -> Architecture {
    try Architecture(
      input: InputShape(channels: 1, height: 8, width: 8),
      layers: [
        .convolution(Convolution(channels: 4, window: Window(3, padding: 1))),
        .activation(activation), .maxPooling(Pooling(2)),
        .convolution(Convolution(channels: 6, window: Window(3))), .activation(activation),
        .flatten, .dense(units: 12), .activation(activation), .dense(units: 10),
      ])
  }

  /// A golden value, in double precision.
  package func values(_ name: String) throws -> [Double] {
    try file.values(of: name)
  }

  /// The tensors under a prefix, such as `grad.`, in the order of the network's parameters.
  package func parameters(_ prefix: String) throws -> [(name: String, values: [Double])] {
    try network.architecture.layout.tensors.map {
      ($0.name, try file.values(of: prefix + $0.name))
    }
  }
}

/// The names of the golden perceptrons.
package let goldenPerceptrons = ["mlp-sigmoid", "mlp-relu", "mlp-tanh", "mlp-sigmoid-saturated"]

/// The names of all golden networks.
package let goldenNames = goldenPerceptrons + ["cnn-sigmoid", "cnn-relu"]
