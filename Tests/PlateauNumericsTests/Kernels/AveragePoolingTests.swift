import PlateauNumerics
import Testing

/// Means of windows, and their transpose.
///
/// A sum of n values and the products with a rounded reciprocal have an error of at most (n + 1)
/// units of the sum of magnitudes, over the divisor; one more unit is for its higher orders and the
/// reference. A unit is half of `ulpOfOne`.
@Suite("Average pooling")
struct AveragePoolingTests {
  func divisor(_ shape: PoolingShape, _ window: [Int]) -> Double {
    Double(shape.countsPadding ? shape.kernelHeight * shape.kernelWidth : window.count)
  }

  func pool<Element: Scalar>(_ shape: PoolingShape, _ image: [Element]) -> [Element] {
    var sizes = shape.parameters
    var values = [Element](repeating: .nan, count: shape.outCount)
    Element.images.averagePool(&sizes, image: image, into: &values)
    return values
  }

  func check<Element: Scalar>(_ type: Element.Type) {
    let unit = Double(Element.ulpOfOne) / 2
    for (index, shape) in PoolingShape.examples.enumerated() {
      var generator = SeededGenerator(seed: 14, index: index)
      let image = (0..<shape.count).map { _ in Element(generator.uniform(-1, 1)) }
      let values = pool(shape, image)
      for (output, window) in shape.windows.enumerated() {
        for channel in 0..<shape.channels {
          let terms = window.map { Double(image[$0 * shape.channels + channel]) }
          let mean = terms.reduce(0, +) / divisor(shape, window)
          let size = terms.reduce(0) { $0 + abs($1) } / divisor(shape, window)
          let error = abs(Double(values[output * shape.channels + channel]) - mean)
          let bound = Double(window.count + 2) * (unit + Double.ulpOfOne / 2) * size
          #expect(error <= bound, "\(shape)")
        }
      }
    }
  }

  @Test func `agrees with a plain loop`() {
    check(Float.self)
    check(Double.self)
  }

  // A pixel gets one term from each window that it is in, with two roundings, besides a sum.
  func back<Element: Scalar>(_ type: Element.Type) {
    let unit = Double(Element.ulpOfOne) / 2
    for (index, shape) in PoolingShape.examples.enumerated() {
      var generator = SeededGenerator(seed: 15, index: index)
      let signal = (0..<shape.outCount).map { _ in Element(generator.uniform(-1, 1)) }
      let start = (0..<shape.count).map { _ in Element(generator.uniform(-1, 1)) }
      var expected = start.map { Double($0) }
      var sizes = expected.map { abs($0) }
      for (output, window) in shape.windows.enumerated() {
        for pixel in window {
          for channel in 0..<shape.channels {
            let term = Double(signal[output * shape.channels + channel]) / divisor(shape, window)
            expected[pixel * shape.channels + channel] += term
            sizes[pixel * shape.channels + channel] += abs(term)
          }
        }
      }
      var parameters = shape.parameters
      var target = start
      Element.images.averagePoolBack(&parameters, signal: signal, addingTo: &target)
      let bound = Double(shape.kernelHeight * shape.kernelWidth + 3) * (unit + Double.ulpOfOne / 2)
      for place in target.indices {
        #expect(abs(Double(target[place]) - expected[place]) <= bound * sizes[place], "\(shape)")
      }
    }
  }

  @Test func `signals are added to every pixel of their windows`() {
    back(Float.self)
    back(Double.self)
  }

  @Test func `of ones counts the zeros of the padding or not`() {
    for counts in [true, false] {
      let shape = PoolingShape(
        height: 2, width: 2, channels: 9, kernelHeight: 2, kernelWidth: 2, padding: .init(1),
        countsPadding: counts)
      let values = pool(shape, [Float](repeating: 1, count: shape.count))
      #expect(values == [Float](repeating: counts ? 0.25 : 1, count: shape.outCount))
    }
  }

  @Test func `over the whole image is the mean of each channel`() {
    let shape = PoolingShape(height: 8, width: 8, channels: 20, kernelHeight: 8, kernelWidth: 8)
    let image = (0..<shape.count).map { Double($0 / 20 * ($0 % 20)) }
    // Pixels 0 to 63 times the channel; integers and 1/64 are exact.
    #expect(pool(shape, image) == (0..<20).map { 31.5 * Double($0) })
  }
}
