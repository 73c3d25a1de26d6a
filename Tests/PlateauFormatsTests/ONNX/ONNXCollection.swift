import PlateauData
import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import RealModule
import Testing

/// Models in one safetensors file, each with inputs and what another program puts out for them.
struct ONNXCollection: Sendable {
  /// What came of a model.
  enum Outcome {
    /// It was read; the largest difference of its logits, relative to the largest logit.
    case read(error: Double, ONNXFile)
    case refused(String)
  }

  private let file: SafetensorsFile
  let names: [String]

  init(_ name: String) throws {
    file = try SafetensorsFile.read(Fixture.path("onnx/\(name).safetensors"))
    names = file.tensors.map(\.name).filter { $0.hasSuffix(".model") }.map {
      String($0.dropLast(6))
    }
    .sorted()
  }

  func bytes(_ name: String) throws -> [UInt8] {
    try file.integers(of: "\(name).model").map { UInt8($0) }
  }

  /// Reads a model and compares its logits, or the probabilities that they give.
  func outcome(
    of name: String, part: ONNXPart = ONNXPart(), hasProbabilities: Bool = false
  ) throws -> Outcome {
    let bytes = try bytes(name)
    let file: ONNXFile
    let network: Network<Double>
    do {
      file = try ONNXFile(parsing: bytes, named: name, part: part)
      network = try file.network()
    } catch {
      return .refused(error.message)
    }
    let inputs: [Double] = try self.file.values(of: "\(name).input")
    let expected: [Double] = try self.file.values(of: "\(name).output")
    let count = network.architecture.input.count
    guard inputs.count.isMultiple(of: count) else { return .refused("other inputs") }
    var logits = network.logits(
      of: Matrix(
        rows: inputs.count / count, columns: count,
        elements: file.interface.input.networkOrder(inputs)),
      workers: Workers(threads: 1))
    if !hasProbabilities { logits = file.interface.outputs(of: logits) }
    guard hasProbabilities else { return .read(error: Self.error(logits.elements, expected), file) }
    let probabilities = (0..<logits.rows).flatMap { row in
      Self.probabilities(Array(logits.row(row)))
    }
    return .read(error: Self.error(probabilities, expected), file)
  }

  /// What the network of a model puts out in a precision, and what is expected.
  func outputs<Element: Scalar>(
    of name: String, as type: Element.Type
  ) throws -> (file: ONNXFile, found: Matrix<Element>, expected: [Double]) {
    let file = try ONNXFile(parsing: bytes(name), named: name)
    let network = try file.network(as: type)
    let inputs: [Double] = try self.file.values(of: "\(name).input")
    let count = network.architecture.input.count
    let logits = network.logits(
      of: Matrix(
        rows: inputs.count / count, columns: count,
        elements: file.interface.input.networkOrder(inputs).map { Element($0) }),
      workers: Workers(threads: 1))
    return (file, logits, try self.file.values(of: "\(name).output"))
  }

  private static func probabilities(_ logits: [Double]) -> [Double] {
    let largest = logits.max() ?? 0
    let powers = logits.map { Double.exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  private static func error(_ found: [Double], _ expected: [Double]) -> Double {
    guard found.count == expected.count else { return .infinity }
    let largest = expected.reduce(0) { max($0, $1.magnitude) }
    let difference = zip(found, expected).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
    return difference == 0 ? 0 : difference / largest
  }
}
