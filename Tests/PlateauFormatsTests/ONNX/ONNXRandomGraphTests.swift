import PlateauFormats
import PlateauTesting
import Testing

@Suite("Random ONNX graphs")
struct ONNXRandomGraphTests {
  /// How many of the graphs are refused, by a part of the reason.
  static let refused = [
    "but what it is made of is": 46, "has a number for each pixel": 28, "Only zeros around": 19,
    "in another order than before": 16, "and another node as one of": 2,
  ]

  // The reference computes in single precision; graphs in which that loses digits are left out.
  @Test("Each gives the outputs of ONNX Runtime to 1e-5, or is refused for a known reason")
  func outputs() throws {
    let graphs = try RandomGraphs(Fixture.path("onnx/random.safetensors"))
    var counts: [String: Int] = [:]
    var read = 0
    for (index, seed) in graphs.seeds.enumerated() {
      do {
        let error = try graphs.error(of: index)
        #expect(error <= RandomGraphs.tolerance, "\(seed)")
        read += 1
      } catch let error as FormatError {
        let reason = Self.refused.keys.first { error.message.contains($0) }
        #expect(reason != nil, "\(seed): \(error.message)")
        #expect(error.message.contains("of 'm.onnx' "), "\(seed): \(error.message)")
        counts[reason ?? "", default: 0] += 1
      }
    }
    #expect(graphs.seeds.count == 1000)
    #expect(read == 889)
    #expect(counts == Self.refused)
  }
}
