import PlateauFormats
import PlateauNetworks
import PlateauNumerics

/// A network with values that an independent implementation computed in float64.
struct Golden {
  static let cases = ["mlp-sigmoid", "mlp-relu", "mlp-tanh", "mlp-sigmoid-saturated"]

  let network: Network<Double>
  private let values: SafetensorsFile

  init(_ name: String, test: String = #filePath) throws {
    let folder = "/" + test.split(separator: "/").dropLast(2).joined(separator: "/")
    let path = "\(folder)/Fixtures/golden/\(name)"
    let activation: Activation =
      name.hasSuffix("relu") ? .relu : name.hasSuffix("tanh") ? .tanh : .sigmoid
    network = try NetworkFile<Double>.read("\(path)/model.safetensors", activation: activation)
      .network
    values = try SafetensorsFile.read("\(path)/values.safetensors")
  }

  func matrix(_ name: String) throws -> Matrix<Double> { try values.matrix(of: name) }

  func integers(_ name: String) throws -> [Int] { try values.integers(of: name) }

  /// max |a − b| / max |b|, as the golden values are compared.
  static func difference(_ found: Matrix<Double>, _ expected: Matrix<Double>) -> Double {
    let largest = expected.elements.map(\.magnitude).max() ?? 0
    let worst = zip(found.elements, expected.elements).map { ($0 - $1).magnitude }.max() ?? 0
    return worst / largest
  }
}
