import PlateauExperiments
import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite struct `Models with one output` {
  private static func network(
    _ layers: [Layer], _ parameters: [Double]
  ) throws -> Network<Double> {
    try Network(Architecture(input: .vector(2), layers: layers), parameters: parameters)
  }

  private static func logits(_ network: Network<Double>, _ input: [Double]) -> [Double] {
    network.logits(
      of: Matrix(rows: 1, columns: input.count, elements: input), workers: Workers(threads: 1)
    ).elements
  }

  @Test func `a logit stands beside a zero`() throws {
    let network = try Self.network(
      [.dense(units: 2), .activation(.relu), .dense(units: 1)], [1, 0, 0, 1, 0, 0, 3, -5, 1])
    let (binary, isSigmoid) = try network.binaryClassifier()
    #expect(!isSigmoid)
    #expect(binary.architecture.layers.last == .dense(units: 2))
    #expect(Self.logits(binary, [1, 2]) == [0, -6])
  }

  @Test func `a sigmoid at the end is left out, and the copy after it`() throws {
    let network = try Self.network(
      [.dense(units: 1), .activation(.sigmoid), .dense(units: 1)], [2, 4, -1, 1, 0])
    let (binary, isSigmoid) = try network.binaryClassifier()
    #expect(isSigmoid)
    #expect(binary.architecture.layers == [.dense(units: 2)])
    #expect(Self.logits(binary, [1, 1]) == [0, 5])
  }

  @Test func `a sigmoid of another layer than a dense one is left out`() throws {
    let network = try Network<Double>(
      Architecture(
        input: InputShape(channels: 1, height: 1, width: 2),
        layers: [
          .convolution(Convolution(channels: 1, window: Window(height: 1, width: 2))),
          .activation(.sigmoid), .dense(units: 1),
        ]), parameters: [2, 4, -1, 1, 0])
    let (binary, isSigmoid) = try network.binaryClassifier()
    #expect(isSigmoid)
    #expect(binary.architecture.layers.last == .dense(units: 2))
    #expect(Self.logits(binary, [1, 1]) == [0, 5])
  }

  @Test func `a sigmoid that a layer weighs stays`() throws {
    let network = try Self.network(
      [.dense(units: 1), .activation(.sigmoid), .dense(units: 1)], [2, 4, -1, 2, -1])
    let (binary, isSigmoid) = try network.binaryClassifier()
    #expect(!isSigmoid)
    #expect(binary.architecture.layers.count == 3)
    #expect(Self.logits(binary, [0.25, 0.125]) == [0, 0])
  }

  @Test func `a sigmoid without a copy is left out, and any other end stands beside a zero`() throws
  {
    let sigmoid = try Self.network([.dense(units: 1), .activation(.sigmoid)], [2, 4, -1])
    let (binary, isSigmoid) = try sigmoid.binaryClassifier()
    #expect(isSigmoid)
    #expect(binary.architecture.layers == [.dense(units: 2)])
    #expect(Self.logits(binary, [1, 1]) == [0, 5])
    let rectified = try Self.network([.dense(units: 1), .activation(.relu)], [2, 4, -1])
    let (other, isOther) = try rectified.binaryClassifier()
    #expect(!isOther)
    #expect(Self.logits(other, [1, 1]) == [0, 5])
    #expect(Self.logits(other, [0, 0]) == [0, 0])
    // An image of one channel, whose mean a sigmoid takes.
    let mean = try Network<Double>(
      Architecture(
        input: InputShape(channels: 1, height: 1, width: 2),
        layers: [.globalAveragePooling, .activation(.sigmoid)]), parameters: [])
    let (averaged, isAveraged) = try mean.binaryClassifier()
    #expect(isAveraged)
    #expect(Self.logits(averaged, [1, 3]) == [0, 2])
  }

  @Test func `several outputs are refused`() throws {
    let network = try Self.network([.dense(units: 2)], [1, 0, 0, 1, 0, 0])
    #expect(throws: NetworkError.self) { try network.binaryClassifier() }
  }

  @Test func `a file is read as two classes, or as it is`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "plateau-binary-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "m.safetensors").path
    let network = try Self.network(
      [.dense(units: 1), .activation(.sigmoid), .dense(units: 1)], [2, 4, -1, 1, 0])
    try NetworkFile(network).write(to: path)
    let loaded = try LoadedModel(path)
    #expect(loaded.network.architecture.classCount == 2)
    #expect(loaded.interface.ending == .binary(isSigmoid: true))
    #expect(
      loaded.notes == [
        "The file has one output, a sigmoid: it is read as two classes, of which 1 is found where "
          + "the output is above 0.5; the network has the logits 0 and that of the sigmoid."
      ])
    let own = try LoadedModel(path, allowsSingleOutput: true)
    #expect(own.network == network)
    #expect(own.interface.ending == .logits)
    #expect(own.notes.isEmpty)
  }

  @Test(arguments: ["m.pt", "m.pth", "m.bin", "m.onnx"])
  func `a file of PyTorch is told how to be exported`(_ name: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "plateau-pytorch-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: name).path
    // A zip archive as torch.save writes it: its first file is model/data.pkl.
    var bytes = Data("PK\u{3}\u{4}".utf8) + Data(count: 26) + Data("model/data.pkl".utf8)
    bytes += Data(repeating: 0xff, count: 100)
    try bytes.write(to: URL(filePath: path))
    #expect {
      _ = try LoadedModel(path)
    } throws: { error in
      (error as? any DiagnosedError)?.message.hasSuffix(
        "Export the model: torch.onnx.export(model.eval(), (example,), 'model.onnx').") == true
    }
  }
}
