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
  // Small dyadic numbers: everything is exact.
  @Test(
    "The tiny ones have the layers and outputs that they should",
    arguments: [
      ("test_nano", "1-1", 0), ("test_tiny", "1-1-1", 0), ("test_small", "1-2-2-1", 0),
    ])
  func tiny(_ name: String, _ summary: String, _ notes: Int) throws {
    let file = try ONNXFile.read(Competition.folder + name + ".onnx")
    let network = try file.network()
    #expect(network.architecture.summary == summary)
    #expect(file.notes.count == notes)
    let expected = try ONNXReadingTests.expected(name)
    let logits = network.logits(
      of: Matrix(
        rows: expected.inputs.count, columns: 1, elements: expected.inputs.flatMap(\.self)),
      workers: Workers(threads: 1))
    #expect(logits.elements == expected.logits.flatMap(\.self))
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
