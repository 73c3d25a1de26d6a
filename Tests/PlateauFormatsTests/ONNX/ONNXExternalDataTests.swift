import PlateauFormats
import PlateauNetworks
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("ONNX models in several files")
struct ONNXExternalDataTests {
  /// A folder with a model whose first weights lie in `weights.bin`, from byte 8 on.
  private static func inFolder(
    _ entries: [(String, String)], _ body: (String, String) throws -> Void
  ) throws {
    let manager = FileManager.default
    let root = manager.temporaryDirectory.appending(path: "plateau-\(UUID().uuidString)")
    let folder = root.appending(path: "model")
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: root) }
    var bytes = ONNXBytes()
    let values = bytes.tensors[0].values.flatMap { value in
      withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
    }
    bytes.tensors[0].values = []
    bytes.tensors[0].extra = ONNXBytes.Tensor.external(entries)
    let data = Data([UInt8](repeating: 0xFF, count: 8) + values)
    try data.write(to: folder.appending(path: "weights.bin"))
    try data.write(to: root.appending(path: "outside.bin"))
    let model = folder.appending(path: "m.onnx").path
    try Data(bytes.bytes).write(to: URL(filePath: model))
    try body(model, folder.path)
  }

  @Test("Weights in a file beside the model are read")
  func beside() throws {
    let entries = [("location", "weights.bin"), ("offset", "8"), ("length", "24")]
    try Self.inFolder(entries) { model, _ in
      let network = try ONNXFile.read(model).network()
      #expect(Array(network.parameters.prefix(6)) == [1, 2, 3, 4, 5, 6])
    }
  }

  @Test(
    "No path leads out of the folder",
    arguments: ["../outside.bin", "/etc/passwd", "a/../../outside.bin", "", "a//b", "..\\x"])
  func outside(_ location: String) throws {
    try Self.inFolder([("location", location)]) { model, _ in
      #expect(
        Fixture.message { _ = try ONNXFile.read(model) }
          == "Tensor 'w0' of '\(model)' has its values in the file '\(location)', which is not in "
          + "the folder of the model. Save it with all its files in one folder.")
    }
  }

  @Test("Nor does a link")
  func link() throws {
    try Self.inFolder([("location", "link.bin"), ("offset", "8")]) { model, folder in
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/link.bin", withDestinationPath: "../outside.bin")
      #expect(
        Fixture.message { _ = try ONNXFile.read(model) }
          == "Tensor 'w0' of '\(model)' keeps its values in another file. '\(folder)/link.bin' is a "
          + "link to a file in another folder. Copy the file to its place.")
    }
  }

  @Test("Files that are missing or too short are named")
  func damaged() throws {
    try Self.inFolder([("location", "w.bin")]) { model, folder in
      #expect(
        Fixture.message { _ = try ONNXFile.read(model) }
          == "Tensor 'w0' of '\(model)' keeps its values in another file. There is no file "
          + "'\(folder)/w.bin'. Check the path.")
    }
    try Self.inFolder([("location", "weights.bin"), ("offset", "16")]) { model, folder in
      #expect(
        Fixture.message { _ = try ONNXFile.read(model) }
          == "Tensor 'w0' of '\(model)' keeps its values in another file. '\(folder)/weights.bin' "
          + "has 32 bytes, too few for 24 from byte 16 on. It is damaged: copy it again.")
    }
    try Self.inFolder([("location", "weights.bin"), ("length", "28")]) { model, _ in
      #expect(
        Fixture.message { _ = try ONNXFile.read(model) }
          == "Tensor 'w0' of '\(model)' takes 24 bytes, but 28 are kept for it in 'weights.bin'. "
          + ONNXBadFileTests.damaged)
    }
    try Self.inFolder([("location", "weights.bin"), ("offset", "-1")]) { model, _ in
      #expect(
        Fixture.message { _ = try ONNXFile.read(model) }
          == "Tensor 'w0' of '\(model)' has its values in another file, at the offset '-1'. "
          + ONNXBadFileTests.damaged)
    }
  }
}
