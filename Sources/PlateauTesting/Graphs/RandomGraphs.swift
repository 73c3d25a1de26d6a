import PlateauData
import PlateauFormats
import PlateauNetworks
import PlateauNumerics

/// Random ONNX graphs in one safetensors file, with inputs and what ONNX Runtime puts out for them, as
/// `Tests/Fixtures/onnx/make_random.py` writes them.
public struct RandomGraphs: Sendable {
  /// The seed that makes each graph again.
  public let seeds: [Int]
  private let rows: [Int]
  private let ends: [[Int]]
  private let models: [UInt8]
  private let inputs: [Double]
  private let outputs: [Double]

  /// Reads a file.
  ///
  /// - Parameter path: The path of the file.
  /// - Throws: `FormatError` where it is not one of that program.
  public init(_ path: String) throws {
    let file = try SafetensorsFile.read(path)
    rows = try file.integers(of: "rows")
    seeds = try file.integers(of: "seeds")
    ends = try ["modelEnds", "inputEnds", "outputEnds"].map { try file.integers(of: $0) }
    models = try file.integers(of: "models").map { UInt8($0) }
    inputs = try file.values(of: "inputs")
    outputs = try file.values(of: "outputs")
  }

  private func range(_ list: Int, _ index: Int) -> Range<Int> {
    (index == 0 ? 0 : ends[list][index - 1])..<ends[list][index]
  }

  /// Reads a graph and runs it in double precision.
  ///
  /// The outputs that it is compared with are in single precision, as most graphs are.
  ///
  /// - Parameter index: The number of the graph in the file.
  /// - Returns: The largest difference of its outputs, relative to the largest in their row.
  /// - Throws: `FormatError` that refuses the graph, or that the file lacks something.
  public func error(of index: Int) throws -> Double {
    let file = try ONNXFile(parsing: Array(models[range(0, index)]), named: "m.onnx")
    let network = try file.network()
    let input = Array(inputs[range(1, index)])
    let expected = Array(outputs[range(2, index)])
    let count = network.architecture.input.count
    guard count * rows[index] == input.count else { return .infinity }
    let logits = network.logits(
      of: Matrix(
        rows: rows[index], columns: count, elements: file.interface.input.networkOrder(input)),
      workers: Workers(threads: 1))
    guard logits.elements.count == expected.count else { return .infinity }
    return (0..<logits.rows).reduce(0) { worst, row in
      let expected = expected[row * logits.columns..<(row + 1) * logits.columns]
      let difference = zip(logits.row(row), expected).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
      // Rows of zeros have no size.
      return max(worst, difference / expected.reduce(1e-3) { max($0, $1.magnitude) })
    }
  }
}
