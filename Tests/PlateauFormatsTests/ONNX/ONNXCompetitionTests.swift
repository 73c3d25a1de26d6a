import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Where the files of the competition lie, if they do.
private enum Competition {
  static let folder =
    "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    + "/../shared/vnncomp/"

  static let isThere = access(folder + "mnist-net_256x2.onnx", R_OK) == 0
}

@Suite(
  "Networks of the verification competition of 2021", .enabled(if: Competition.isThere))
struct ONNXCompetitionTests {
  /// The output of layers for one input, in plain loops.
  private static func output(_ layers: [ONNXLayer], _ input: [Double]) -> [Double] {
    layers.reduce(input) { values, layer in
      switch layer {
      case .dense(let weights, let biases):
        biases.indices.map { row in
          zip(weights.row(row), values).reduce(biases[row]) { $0 + $1.0 * $1.1 }
        }
      case .activation(.relu): values.map { max(0, $0) }
      case .activation: values.map { _ in .nan }
      }
    }
  }

  // Small dyadic numbers: everything is exact.
  @Test(
    "The tiny ones have the layers and outputs that they should",
    arguments: [("test_nano", [1]), ("test_tiny", [1, 1]), ("test_small", [2, 2, 1])])
  func tiny(_ name: String, _ widths: [Int]) throws {
    let file = try ONNXFile.read(Competition.folder + name + ".onnx")
    let found = file.layers.compactMap { layer in
      if case .dense(_, let biases) = layer { biases.count } else { nil }
    }
    #expect(found == widths)
    let expected = try ONNXReadingTests.expected(name)
    #expect(expected.inputs.map { Self.output(file.layers, $0) } == expected.logits)
  }

  @Test("They have one output and are no classifiers, which is said")
  func single() throws {
    let nano = Competition.folder + "test_nano.onnx"
    #expect(
      Fixture.message { _ = try ONNXFile.read(nano).network() }
        == "'\(nano)' ends in the node 'Re_Relu' (Relu), but the last layer must be dense: attacks "
        + "need logits. Export the network without it.")
    let small = Competition.folder + "test_small.onnx"
    #expect(
      Fixture.message { _ = try ONNXFile.read(small).network() }
        == "'\(small)' is no network that can be attacked: The last layer has 1 unit; a classifier "
        + "needs at least 2 classes. Export a classifier of dense layers.")
  }

  // Sums of 784 products in single precision are off by some √784 · 6e-8 of their size.
  @Test("The one for MNIST gives the logits that ONNX Runtime gives")
  func mnist() throws {
    let network = try ONNXFile.read(Competition.folder + "mnist-net_256x2.onnx").network()
    #expect(network.architecture.summary == "784-256-256-10")
    #expect(network.architecture.hiddenActivations == [.relu, .relu])
    let input = (0..<784).map { Double($0 * 37 % 256) / 256 }
    let logits = network.logits(
      of: Matrix(rows: 1, columns: 784, elements: input), workers: Workers(threads: 1))
    let expected = try ONNXReadingTests.expected("mnist-net_256x2").logits
    #expect(ONNXReadingTests.error(logits, expected) <= 1e-5)
  }
}
