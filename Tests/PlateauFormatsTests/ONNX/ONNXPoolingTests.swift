import PlateauFormats
import Testing

@Suite("Poolings of ONNX graphs along one side after the other")
struct ONNXPoolingTests {
  // Single precision on one side: means of at most 12 numbers.
  @Test("Volumes and dilations give the outputs of ONNX Runtime")
  func nodes() throws {
    let all = try ONNXCollection("pooling")
    #expect(all.names.count == 21)
    for name in all.names {
      switch try all.outcome(of: name) {
      case .read(let error, _): #expect(error <= 1e-6, "\(name)")
      case .refused(let message): Issue.record("\(name): \(message)")
      }
    }
  }

  typealias Node = ONNXBytes.Node

  /// What is said of a MaxPool of rows of five numbers.
  private func message(_ attributes: [[UInt8]]) -> String? {
    let node = Node(
      operation: "MaxPool", inputs: ["x"], output: "y", name: "p", attributes: attributes)
    let bytes = ONNXGraphTests.graph([-1, 2, 5], [node], []).bytes
    return Fixture.message { _ = try ONNXFile(parsing: bytes, named: "m.onnx") }
  }

  @Test func `windows that see nothing or too much are refused`() {
    let dilated = Node.attribute("dilations", integers: [3])
    #expect(
      message([
        Node.attribute("kernel_shape", integers: [2]), dilated,
        Node.attribute("pads", integers: [7, 0]),
      ])
        == "Node 'p' (MaxPool) of 'm.onnx' has windows without a pixel. Make the padding smaller than the "
        + "window.")
    #expect(
      message([Node.attribute("kernel_shape", integers: [3]), dilated])
        == "Node 'p' (MaxPool) of 'm.onnx' has a window of 7 places, which does not fit a value of shape "
        + "[?, 2, 5]. \(ONNXBadFileTests.damaged)")
    #expect(
      message([
        Node.attribute("kernel_shape", integers: [2]), dilated,
        Node.attribute("auto_pad", text: "SAME_LOWER"),
      ])
        == "Node 'p' (MaxPool) of 'm.onnx' has the auto_pad 'SAME_LOWER' and dilated windows, which "
        + "programs take differently. Give it pads.")
    #expect(
      message([Node.attribute("kernel_shape", integers: [1, 1, 1])])
        == "Node 'p' (MaxPool) of 'm.onnx' has no kernel_shape for a value of shape [?, 2, 5]. "
        + ONNXBadFileTests.damaged)
  }
}
