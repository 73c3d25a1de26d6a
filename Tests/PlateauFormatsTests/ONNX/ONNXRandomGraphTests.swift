import PlateauFormats
import PlateauTesting
import Testing

@Suite("Random ONNX graphs")
struct ONNXRandomGraphTests {
  // The reference computes in single precision; graphs in which that loses digits are left out.
  @Test("Each gives the outputs of ONNX Runtime to 1e-5")
  func outputs() throws {
    let graphs = try RandomGraphs(Fixture.path("onnx/random.safetensors"))
    for (index, seed) in graphs.seeds.enumerated() {
      #expect(try graphs.error(of: index) <= RandomGraphs.tolerance, "\(seed)")
    }
    #expect(graphs.seeds.count == 1000)
  }
}
