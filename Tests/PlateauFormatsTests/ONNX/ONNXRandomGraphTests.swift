import PlateauFormats
import PlateauTesting
import Testing

@Suite("Random ONNX graphs")
struct ONNXRandomGraphTests {
  // The reference computes in single precision; graphs in which that loses digits are left out.
  @Test(
    "Each gives the outputs of ONNX Runtime to 1e-5",
    arguments: ["random", "random-all", "random-any"])
  func outputs(_ name: String) throws {
    let graphs = try RandomGraphs(Fixture.path("onnx/\(name).safetensors"))
    for (index, seed) in graphs.seeds.enumerated() {
      do {
        #expect(try graphs.error(of: index) <= RandomGraphs.tolerance, "\(seed)")
      } catch {
        Issue.record("\(seed): \(error)")
      }
    }
    #expect(graphs.seeds.count == (name == "random-any" ? 500 : 1000))
  }
}
