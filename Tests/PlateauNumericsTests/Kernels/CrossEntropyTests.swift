import PlateauNumerics
import RealModule
import Testing

@Suite("Cross-entropy and its naive gradient")
struct CrossEntropyTests {
  struct Outcome<Element: Scalar> {
    var losses: [Element]
    var gradient: [Element]
  }

  func evaluate<Element: Scalar>(
    _ logits: [Element], labels: [Int32], weight: Element = 1
  ) -> Outcome<Element> {
    let rows = labels.count
    var result = Outcome(losses: Array(repeating: 0, count: rows), gradient: logits)
    Element.kernels.crossEntropy(
      rows: rows, classes: logits.count / rows, logits: logits, labels: labels, weight: weight,
      gradient: &result.gradient, losses: &result.losses)
    return result
  }

  /// log Σ exp(z) − z_y and softmax − onehot, in double precision and plain arithmetic.
  func reference(_ logits: [Double], label: Int) -> (loss: Double, gradient: [Double]) {
    let largest = logits.max() ?? 0
    let sum = logits.map { Double.exp($0 - largest) }.reduce(0, +)
    let gradient = logits.indices.map {
      Double.exp(logits[$0] - largest) / sum - ($0 == label ? 1 : 0)
    }
    return (largest - logits[label] + .log(sum), gradient)
  }

  func check<Element: Scalar>(_ type: Element.Type) {
    var generator = SeededGenerator(seed: 4)
    let unit = Double(Element.ulpOfOne)
    for classes in [2, 3, 10, 37] {
      for scale in [1.0, 10, 100] {
        let logits = (0..<classes).map { _ in Element(generator.uniform(-scale, scale)) }
        let label = generator.below(classes)
        let result = evaluate(logits, labels: [Int32(label)], weight: 0.25)
        let expected = reference(logits.map { Double($0) }, label: label)
        // Differences of logits are rounded: |z| units of a probability; the sum adds a unit for
        // each class at most. The double reference has as much.
        let bound = unit * (4 * scale + Double(classes))
        #expect(abs(Double(result.losses[0]) - expected.loss) <= bound * max(1, expected.loss))
        for (value, reference) in zip(result.gradient, expected.gradient) {
          #expect(abs(Double(value) - 0.25 * reference) <= 0.25 * bound)
        }
      }
    }
  }

  @Test func `agree with the formulas`() {
    check(Float.self)
    check(Double.self)
  }

  @Test func `logits of any size give finite losses`() {
    let logits: [Float] = [1e4, 0, -1e4, 1e4, 0, -1e4, 1e4, 0, -1e4, 1e4, 1e4, 1e4]
    let result = evaluate(logits, labels: [0, 1, 2, 0])
    #expect(result.losses[..<3] == [0, 1e4, 2e4])
    #expect(abs(result.losses[3] - .log(3)) <= 2 * Float.ulpOfOne)
    // Softmax has rounded to 0 and 1: on the true class the naive gradient is exactly zero.
    #expect(result.gradient[..<3] == [0, 0, 0])
    #expect(result.gradient[3..<6] == [1, -1, 0])
    #expect(result.gradient[6..<9] == [1, 0, -1])
  }

  @Test func `losses of confident rows do not round to zero`() {
    // log1p(e^-20 + e^-25) = 2.07e-9, far below the precision of 1 in single precision.
    let single = evaluate([20, 0, -5] as [Float], labels: [0]).losses[0]
    let rest = Double.exp(-20) + .exp(-25)
    #expect(abs(Double(single) / rest - 1) <= 4 * Double(Float.ulpOfOne))
    let double = evaluate([0, 100] as [Double], labels: [1]).losses[0]
    #expect(abs(double / .exp(-100) - 1) <= 4 * Double.ulpOfOne)
    var losses: [Float] = [0]
    Float.kernels.crossEntropy(
      rows: 1, classes: 3, logits: [20, 0, -5], labels: [0], weight: 1, gradient: nil,
      losses: &losses)
    #expect(losses[0] == single)
  }

  @Test func `results that are not asked for change nothing`() {
    let logits: [Double] = [1, 2, 4, -1, 0, 0.5]
    let both = evaluate(logits, labels: [2, 0], weight: 2)
    var losses: [Double] = [0, 0]
    Double.kernels.crossEntropy(
      rows: 2, classes: 3, logits: logits, labels: [2, 0], weight: 2, gradient: nil, losses: &losses
    )
    #expect(losses == both.losses)
    var gradient = logits
    Double.kernels.crossEntropy(
      rows: 2, classes: 3, logits: logits, labels: [2, 0], weight: 2, gradient: &gradient,
      losses: nil)
    #expect(gradient == both.gradient)
    var inPlace = logits
    inPlace.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      Double.kernels.crossEntropy(
        rows: 2, classes: 3, logits: base, labels: [2, 0], weight: 2, gradient: base, losses: nil)
    }
    #expect(inPlace == both.gradient)
  }

  @Test func `a logit that is no number gives a loss that is none`() {
    for place in 0..<3 {
      var logits: [Float] = [0, 1, 2]
      logits[place] = .nan
      for label in 0..<3 as Range<Int32> {
        #expect(evaluate(logits, labels: [label]).losses[0].isNaN)
      }
      logits[place] = .infinity
      #expect(!evaluate(logits, labels: [0]).losses[0].isFinite)
    }
  }
}
