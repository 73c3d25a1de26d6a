import PlateauNumerics
import Testing

/// Largest values and where they are: no rounding, so that every comparison is of equals.
@Suite("Max pooling")
struct MaxPoolingTests {
  struct Pooled<Element: Scalar> {
    var values: [Element]
    var winners: [Int32]
  }

  func pool<Element: Scalar>(_ shape: PoolingShape, _ image: [Element]) -> Pooled<Element> {
    var result = Pooled(
      values: [Element](repeating: 0, count: shape.outCount),
      winners: [Int32](repeating: -1, count: shape.outCount))
    var sizes = shape.parameters
    Element.images.maxPool(&sizes, image: image, into: &result.values, winners: &result.winners)
    return result
  }

  /// The rule of PyTorch, pixel by pixel: larger values win, and every NaN.
  func naive<Element: Scalar>(_ shape: PoolingShape, _ image: [Element]) -> Pooled<Element> {
    var result = Pooled<Element>(values: [], winners: [])
    for window in shape.windows {
      for channel in 0..<shape.channels {
        var winner = window[0]
        for pixel in window.dropFirst() {
          let value = image[pixel * shape.channels + channel]
          let best = image[winner * shape.channels + channel]
          if value > best || value.isNaN { winner = pixel }
        }
        result.values.append(image[winner * shape.channels + channel])
        result.winners.append(Int32(winner))
      }
    }
    return result
  }

  func same<Element: Scalar>(_ a: [Element], _ b: [Element]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }

  func check<Element: Scalar>(
    _ type: Element.Type, draw: (inout SeededGenerator) -> Element
  ) {
    for (index, shape) in PoolingShape.examples.enumerated() {
      var generator = SeededGenerator(seed: 12, index: index)
      let image = (0..<shape.count).map { _ in draw(&generator) }
      let expected = naive(shape, image)
      let pooled = pool(shape, image)
      #expect(same(pooled.values, expected.values), "\(shape)")
      #expect(pooled.winners == expected.winners, "\(shape)")

      var sizes = shape.parameters
      var values = [Element](repeating: 0, count: shape.outCount)
      Element.images.maxPool(&sizes, image: image, into: &values, winners: nil)
      #expect(same(values, expected.values), "\(shape)")

      let other = (0..<shape.count).map { Element($0) }
      Element.images.poolGather(&sizes, image: other, winners: pooled.winners, into: &values)
      for output in values.indices {
        let channel = output % shape.channels
        #expect(values[output] == Element(Int(expected.winners[output]) * shape.channels + channel))
      }
    }
  }

  @Test func `agrees with a plain loop`() {
    check(Float.self) { Float($0.uniform(-1, 1)) }
    check(Double.self) { $0.uniform(-1, 1) }
  }

  @Test func `the first of equals wins`() {
    check(Float.self) { Float($0.below(3)) }
    check(Double.self) { Double($0.below(3)) }
  }

  @Test func `NaN wins, and windows of −∞ have a winner`() {
    check(Float.self) { [.nan, -.infinity, 1, 2, .infinity][$0.below(5)] }
    check(Double.self) { [.nan, -.infinity, -.infinity, -.infinity, -1][$0.below(5)] }
  }

  func back<Element: Scalar>(_ type: Element.Type) {
    for (index, shape) in PoolingShape.examples.enumerated() {
      var generator = SeededGenerator(seed: 13, index: index)
      let image = (0..<shape.count).map { _ in Element(generator.below(20)) }
      let signal = (0..<shape.outCount).map { _ in Element(generator.uniform(-1, 1)) }
      let start = (0..<shape.count).map { _ in Element(generator.uniform(-1, 1)) }
      let winners = pool(shape, image).winners
      // In the order of the outputs, so exactly equal.
      var expected = start
      for output in signal.indices {
        let channel = output % shape.channels
        expected[Int(winners[output]) * shape.channels + channel] += signal[output]
      }
      var sizes = shape.parameters
      var target = start
      Element.images.maxPoolBack(&sizes, signal: signal, winners: winners, addingTo: &target)
      #expect(target == expected, "\(shape)")
    }
  }

  @Test func `signals are added where the winners are`() {
    back(Float.self)
    back(Double.self)
  }

  @Test func `of a ramp takes the last pixel of each window`() {
    let shape = PoolingShape(height: 4, width: 6, channels: 16, kernelHeight: 2, kernelWidth: 2)
    let pooled = pool(shape, (0..<shape.count).map { Float($0 / 16) })
    for output in 0..<6 {
      let pixel = (2 * (output / 3) + 1) * 6 + 2 * (output % 3) + 1
      for value in pooled.values[output * 16..<output * 16 + 16] { #expect(value == Float(pixel)) }
    }
  }

  @Test func `padding never wins over negative values`() {
    let shape = PoolingShape(
      height: 2, width: 2, channels: 8, kernelHeight: 3, kernelWidth: 3, strideHeight: 1,
      strideWidth: 1, padding: .init(1))
    let pooled = pool(shape, [Double](repeating: -5, count: shape.count))
    #expect(pooled.values == [Double](repeating: -5, count: shape.outCount))
    #expect(pooled.winners == [Int32](repeating: 0, count: shape.outCount))
  }
}
