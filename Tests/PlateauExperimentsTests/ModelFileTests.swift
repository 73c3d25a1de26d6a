import PlateauData
import PlateauFormats
import PlateauGeometry
import PlateauNetworks
import PlateauNumerics
import Testing

@testable import PlateauExperiments

/// That large tensors are read from their file as they would be from memory.
@Suite("Models whose parameters stay in the file")
struct ModelFileTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path + "/m.onnx" }

  init() throws { folder = try TemporaryFolder() }

  private func network<Element: Scalar>(as type: Element.Type) throws -> Network<Element> {
    let architecture = try Architecture(
      input: .vector(90), layers: [.dense(units: 70), .activation(.tanh), .dense(units: 3)])
    var generator = SeededGenerator(seed: 5, purpose: "model file")
    return Network(architecture, initializer: .uniformFanIn, using: &generator)
  }

  private func bytes(_ network: Network<some Scalar>) throws -> [UInt8] {
    let bytes = try ONNXExport(network).encoded()
    try AtomicFile.write(bytes, to: path)
    return bytes
  }

  @Test func `a network is the same from the file and from its bytes`() throws {
    let (single, double) = (try network(as: Float.self), try network(as: Double.self))
    var parsed = try ONNXFile(parsing: bytes(single), named: "m.onnx")
    var file = try ModelFile(path)
    #expect(try file.network(as: Float.self) == single)
    #expect(try file.network(as: Double.self) == Network<Double>(single))
    #expect(try parsed.network(as: Float.self) == single)
    parsed = try ONNXFile(parsing: bytes(double), named: "m.onnx")
    file = try ModelFile(path)
    #expect(try file.network(as: Double.self) == double)
    #expect(try parsed.network() == double)
    #expect(try file.network(as: Float.self) == Network<Float>(double))
    #expect(try LoadedModel(path).network == double)
  }

  @Test func `parameters come part by part`() throws {
    let network = try network(as: Double.self)
    _ = try bytes(network)
    let file = try ModelFile(path)
    for range in [0..<6373, 10..<6000, 6299..<6310, 6370..<6583, 5..<5] {
      var found: [Double] = []
      try file.forEachParameter(in: range) { found += $0 }
      #expect(found == Array(network.parameters[range]), "\(range)")
    }
  }

  @Test func `what is said of weights is what the sums over all say`() throws {
    _ = try bytes(network(as: Float.self))
    let file = try ModelFile(path)
    let expected = ModelStatistics(try file.network(as: Double.self)).weights
    let found = try ModelDescription(file).weights
    #expect(found.count == 2)
    for (own, all) in zip(found, expected) {
      let (a, b) = (own.distribution, all.distribution)
      #expect(a.histogram == b.histogram && a.minimum == b.minimum && a.maximum == b.maximum)
      // Sums of 6300 terms in another order.
      #expect((a.mean - b.mean).magnitude < 1e-12)
      #expect((a.standardDeviation - b.standardDeviation).magnitude < 1e-12)
      #expect(((a.excessKurtosis ?? 0) - (b.excessKurtosis ?? 1)).magnitude < 1e-10)
    }
    #expect(try ModelDescription(file, bins: 0).weights[0].distribution.histogram.counts == [])
  }

  @Test func `a number that is not finite is named`() throws {
    var network = try network(as: Float.self)
    let message =
      "Tensor 'layers.0.weight' of '\(path)' holds inf at index 6000; every parameter must be finite. "
      + "Train or export it again."
    var bytes = try bytes(network)
    // The weight's bytes, as the file has them.
    network.parameters[6000] = 1
    let old = withUnsafeBytes(of: try self.network(as: Float.self).parameters[6000]) { Array($0) }
    let next = withUnsafeBytes(of: network.parameters[6001]) { Array($0) }
    let place = try #require(
      bytes.indices.dropLast(8).first { Array(bytes[$0..<$0 + 8]) == old + next })
    bytes.replaceSubrange(
      place..<place + 4, with: withUnsafeBytes(of: Float.infinity) { Array($0) })
    try AtomicFile.write(bytes, to: path)
    let file = try ModelFile(path)
    #expect(throws: FormatError(.malformed, message)) { try file.network(as: Float.self) }
    #expect(throws: FormatError(.malformed, message)) { try ModelDescription(file) }
  }

  @Test func `a file that is cut off is refused`() throws {
    let bytes = try bytes(network(as: Float.self))
    for count in [0, 10, bytes.count / 2, bytes.count - 1] {
      try AtomicFile.write(Array(bytes[..<count]), to: path)
      #expect(throws: FormatError.self) { try ModelFile(path) }
    }
  }
}
