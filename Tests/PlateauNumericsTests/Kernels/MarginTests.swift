import PlateauNumerics
import Testing

@Suite("Margins and winners")
struct MarginTests {
  func margin(
    _ logits: [Double], labels: [Int32]
  ) -> (margins: [Double], gradient: [Double]) {
    var margins = [Double](repeating: .nan, count: labels.count)
    var gradient = [Double](repeating: .nan, count: logits.count)
    Double.kernels.margin(
      rows: labels.count, classes: logits.count / labels.count, logits: logits, labels: labels,
      gradient: &gradient, margins: &margins)
    return (margins, gradient)
  }

  @Test func `the margin is the best other logit less that of the label`() {
    let result = margin([1, 5, 3, 1, 5, 3, -2, -7, -4], labels: [1, 0, 0])
    #expect(result.margins == [-2, 4, -2])
    #expect(result.gradient == [0, -1, 1, -1, 1, 0, -1, 0, 1])
  }

  @Test func `of equal rivals the first counts`() {
    #expect(margin([7, 2, 7, 7], labels: [1]).gradient == [1, -1, 0, 0])
    #expect(margin([7, 7, 7, 7], labels: [0]).gradient == [-1, 1, 0, 0])
    #expect(margin([7, 7, 7, 7], labels: [3]).gradient == [1, 0, 0, -1])
    #expect(margin([3, 4], labels: [0]).margins == [1])
    #expect(margin([3, 4], labels: [1]).margins == [-1])
  }

  @Test func `either result can be left out, and the gradient can replace the logits`() {
    var margins: [Double] = [0]
    Double.kernels.margin(
      rows: 1, classes: 3, logits: [1, 5, 3], labels: [1], gradient: nil, margins: &margins)
    #expect(margins == [-2])
    var logits: [Double] = [1, 5, 3]
    logits.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      Double.kernels.margin(
        rows: 1, classes: 3, logits: base, labels: [1], gradient: base, margins: nil)
    }
    #expect(logits == [0, -1, 1])
  }

  @Test func `of equal logits the first wins`() {
    var winners: [Int32] = [9, 9, 9, 9]
    let logits: [Float] = [1, 3, 3, 2, 2, 2, 0, -1, 0, -3, -2, -1]
    Float.kernels.argmax(rows: 4, classes: 3, logits: logits, into: &winners)
    #expect(winners == [1, 0, 0, 2])
  }
}
