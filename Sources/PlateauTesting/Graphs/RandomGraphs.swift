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

  /// Checks files, bits, gradients and bounds of what is read of a graph.
  ///
  /// - Parameters:
  ///   - index: The number of the graph in the file.
  ///   - samples: The random inputs of each ball that must lie within bounds.
  /// - Returns: What fails, in words; nothing if all is well.
  /// - Throws: `FormatError` that refuses the graph.
  public func failures(of index: Int, samples: Int = 10) throws -> [String] {
    let file = try ONNXFile(parsing: Array(models[range(0, index)]), named: "m.onnx")
    return OperationCheck(threads: [1, 2], samples: samples, seed: UInt64(index))
      .failures(of: try file.network())
  }

  private func range(_ list: Int, _ index: Int) -> Range<Int> {
    (index == 0 ? 0 : ends[list][index - 1])..<ends[list][index]
  }

  /// The largest difference of outputs that are the same, relative to the largest in their row.
  public static let tolerance = 1e-5

  /// Reads a graph and runs it in double precision.
  ///
  /// The outputs that it is compared with are in single precision, as most graphs are. A larger
  /// difference than the tolerance counts as that where rounding explains it: where it is at most
  /// four times what single precision changes the same row by here, or what the same row changes by where
  /// inputs move by a last place of single precision, as at the jump of a sign.
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
    let points = Matrix(
      rows: rows[index], columns: count, elements: file.interface.input.networkOrder(input))
    let workers = Workers(threads: 1)
    let logits = file.interface.outputs(of: network.logits(of: points, workers: workers))
    guard logits.elements.count == expected.count else { return .infinity }
    lazy var rounded: Matrix<Double> = file.interface.outputs(
      of: Network<Float>(network).logits(of: points.converted(), workers: workers)
    ).converted()
    return (0..<logits.rows).reduce(0) { worst, row in
      let columns = row * logits.columns..<(row + 1) * logits.columns
      let found = logits.elements[columns]
      let difference = Self.distance(found, expected[columns])
      // Rows of zeros have no size.
      let error = difference / expected[columns].reduce(1e-3) { max($0, $1.magnitude) }
      guard error > Self.tolerance else { return max(worst, error) }
      let isExplained =
        difference <= 4 * Self.distance(found, rounded.elements[columns])
        || difference <= 1.01 * jump(file, network, points, row, found)
      return max(worst, isExplained ? Self.tolerance : error)
    }
  }

  /// The largest change of a row of outputs where its inputs move by a last place of single precision.
  private func jump(
    _ file: ONNXFile, _ network: Network<Double>, _ points: Matrix<Double>, _ row: Int,
    _ found: ArraySlice<Double>
  ) -> Double {
    var generator = SeededGenerator(seed: 0, purpose: "jumps")
    let own = points.row(row)
    let moved = Matrix(
      rows: 32, columns: points.columns,
      elements: (0..<32).flatMap { _ in
        own.map { $0 + max(1, $0.magnitude) * 0x1p-23 * generator.uniform(-1, 1) }
      })
    let outputs = file.interface.outputs(
      of: network.logits(of: moved, workers: Workers(threads: 1)))
    return (0..<outputs.rows).reduce(0) { largest, copy in
      max(largest, Self.distance(found, Array(outputs.row(copy))[...]))
    }
  }

  private static func distance(_ one: ArraySlice<Double>, _ other: ArraySlice<Double>) -> Double {
    zip(one, other).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
  }
}
