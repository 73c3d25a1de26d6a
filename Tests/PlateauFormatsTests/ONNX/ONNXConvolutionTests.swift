import PlateauFormats
import Testing

@Suite("Convolutions of all kinds in ONNX")
struct ONNXConvolutionTests {
  // In single precision on one side: sums of at most 54 products, about 4 apart from 0.
  @Test("240 random ones agree with ONNX Runtime")
  func convolutions() throws {
    let all = try ONNXCollection("convolutions")
    #expect(all.names.count == 240)
    for name in all.names {
      switch try all.outcome(of: name) {
      case .read(let error, let file):
        #expect(error <= 2e-6, "\(name)")
        #expect(!file.notes.contains { $0.contains("written out") }, "\(name)")
      case .refused(let message): Issue.record("\(name): \(message)")
      }
    }
  }
}
