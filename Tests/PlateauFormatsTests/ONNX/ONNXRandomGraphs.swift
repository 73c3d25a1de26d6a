import PlateauData
import PlateauFormats
import PlateauNetworks
import PlateauNumerics

/// Random graphs in one safetensors file, with inputs and what ONNX Runtime puts out for them, see
/// `Tests/Fixtures/onnx/make_random.py`.
struct ONNXRandomGraphs {
  /// The numbers of examples.
  private let rows: [Int]
  /// The seed that makes each graph again.
  let seeds: [Int]
  private let ends: [[Int]]
  private let models: [UInt8]
  private let inputs: [Double]
  private let outputs: [Double]

  init(_ path: String) throws {
    let file = try SafetensorsFile.read(path)
    rows = try file.integers(of: "rows")
    seeds = try file.integers(of: "seeds")
    ends = try ["modelEnds", "inputEnds", "outputEnds"].map { try file.integers(of: $0) }
    models = try file.integers(of: "models").map { UInt8($0) }
    inputs = try file.values(of: "inputs")
    outputs = try file.values(of: "outputs")
  }

  /// Reads a graph.
  func file(_ index: Int) throws(FormatError) -> ONNXFile {
    try ONNXFile(parsing: Array(models[range(0, index)]), named: "m.onnx")
  }

  private func range(_ list: Int, _ index: Int) -> Range<Int> {
    (index == 0 ? 0 : ends[list][index - 1])..<ends[list][index]
  }

  /// The largest difference of the logits of a file's network, relative to the size of their row.
  func error(of file: ONNXFile, _ index: Int) throws -> Double {
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
      let size = expected.reduce(1e-3) { max($0, $1.magnitude) }
      return max(worst, difference / size)
    }
  }
}
