import PlateauNumerics
import Testing

@Suite("Batch normalization")
struct BatchNormalizationTests {
  struct Layer<Element: Scalar> {
    var scale: [Element]
    var shift: [Element]
    var normalized: [Element] = []
    var inverse: [Element] = []

    init(channels: Int, seed: UInt64) {
      var generator = SeededGenerator(seed: seed)
      scale = (0..<channels).map { _ in Element(generator.uniform(0.5, 2)) }
      shift = (0..<channels).map { _ in Element(generator.uniform(-1, 1)) }
    }

    /// The layer with the moments of its input.
    mutating func forward(_ x: [Element], epsilon: Double = 1e-5) -> [Element] {
      let (rows, channels) = (x.count / scale.count, scale.count)
      var mean = [Double](repeating: 0, count: scale.count)
      var variance = mean
      Element.images.channelMoments(
        rows: rows, channels: channels, of: x, mean: &mean, variance: &variance)
      inverse = variance.map { Element(1 / ($0 + epsilon).squareRoot()) }
      normalized = x
      var out = x
      Element.images.batchNorm(
        rows: rows, channels: channels, of: x, mean: mean.map { Element($0) }, inverse: inverse,
        scale: scale, shift: shift, normalized: &normalized, into: &out)
      return out
    }

    func backward(
      _ signal: [Element]
    ) -> (signal: [Element], scaleGradient: [Element], shiftGradient: [Element]) {
      var signal = signal
      var scaleGradient = [Element](repeating: .nan, count: scale.count)
      var shiftGradient = scaleGradient
      Element.images.batchNormBack(
        rows: signal.count / scale.count, channels: scale.count, signal: &signal,
        normalized: normalized, inverse: inverse, scale: scale, scaleGradient: &scaleGradient,
        shiftGradient: &shiftGradient)
      return (signal, scaleGradient, shiftGradient)
    }
  }

  func draw<Element: Scalar>(_ count: Int, seed: UInt64) -> [Element] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Element(generator.uniform(-1, 1)) }
  }

  func forward<Element: Scalar>(_ type: Element.Type) {
    for (rows, channels) in ChannelKernelTests.sizes {
      let x: [Element] = draw(rows * channels, seed: 17)
      let layer = Layer<Element>(channels: channels, seed: 18)
      let mean: [Element] = draw(channels, seed: 19)
      let inverse: [Element] = draw(channels, seed: 20)
      var (normalized, out) = (x, x)
      Element.images.batchNorm(
        rows: rows, channels: channels, of: x, mean: mean, inverse: inverse, scale: layer.scale,
        shift: layer.shift, normalized: &normalized, into: &out)
      for place in x.indices {
        let channel = place % channels
        let value = (x[place] - mean[channel]) * inverse[channel]
        #expect(normalized[place] == value)
        // One rounding each of product and sum; fewer where they are fused.
        let product = layer.scale[channel] * value
        let bound = Element.ulpOfOne * (abs(product) + abs(layer.shift[channel]))
        #expect(abs(out[place] - (product + layer.shift[channel])) <= bound)
      }
      var (again, inPlace) = (x, x)
      inPlace.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        Element.images.batchNorm(
          rows: rows, channels: channels, of: base, mean: mean, inverse: inverse,
          scale: layer.scale, shift: layer.shift, normalized: &again, into: base)
      }
      #expect(again == normalized && inPlace == out)
    }
  }

  @Test func `is the formula, and the same in place`() {
    forward(Float.self)
    forward(Double.self)
  }

  @Test func `outputs have the moments of shift and scale`() {
    var layer = Layer<Double>(channels: 6, seed: 21)
    let out = layer.forward(draw(6 * 500, seed: 22), epsilon: 0)
    var mean = [Double](repeating: 0, count: 6)
    var variance = mean
    Double.images.channelMoments(rows: 500, channels: 6, of: out, mean: &mean, variance: &variance)
    for channel in 0..<6 {
      // Sums of 500 values near 1, in any order.
      #expect(abs(mean[channel] - layer.shift[channel]) <= 1000 * Double.ulpOfOne)
      let deviation = variance[channel].squareRoot()
      #expect(abs(deviation - layer.scale[channel]) <= 1000 * Double.ulpOfOne)
    }
  }

  /// A difference of order four with h = 2⁻¹² has an error of h⁴ / 30 times the fifth derivative.
  ///
  /// That is at most about 5! / σ⁵ times the sum of weights, 2 · 10⁶ for deviations σ above 0.2 and
  /// few rows: 2.4e-10. Roundings of some units of outputs near 2 add 1.5 · 20 · 10 units / h:
  /// 1.4e-10.
  @Test(arguments: [(rows: 6, channels: 3), (rows: 45, channels: 2), (rows: 7, channels: 130)])
  func `gradients are those of differences`(rows: Int, channels: Int) {
    let x: [Double] = draw(rows * channels, seed: 23)
    let weights: [Double] = draw(rows * channels, seed: 24)
    var layer = Layer<Double>(channels: channels, seed: 25)
    func loss(_ layer: Layer<Double>, _ x: [Double], channel: Int) -> Double {
      var layer = layer
      let out = layer.forward(x)
      return stride(from: channel, to: x.count, by: channels).reduce(0) {
        $0 + out[$1] * weights[$1]
      }
    }
    func slope(_ loss: (Double) -> Double) -> Double {
      let h = 0x1p-12
      return (8 * (loss(h) - loss(-h)) - (loss(2 * h) - loss(-2 * h))) / (12 * h)
    }
    _ = layer.forward(x)
    #expect(layer.inverse.allSatisfy { $0 < 5 })
    let result = layer.backward(weights)
    for place in stride(from: 0, to: x.count, by: max(1, x.count / 40)) {
      let expected = slope { step in
        var moved = x
        moved[place] += step
        return loss(layer, moved, channel: place % channels)
      }
      #expect(abs(result.signal[place] - expected) <= 1e-9)
    }
    for channel in Set([0, 1, channels - 1]) {
      let scale = slope { step in
        var moved = layer
        moved.scale[channel] += step
        return loss(moved, x, channel: channel)
      }
      let shift = slope { step in
        var moved = layer
        moved.shift[channel] += step
        return loss(moved, x, channel: channel)
      }
      #expect(abs(result.scaleGradient[channel] - scale) <= 1e-9)
      #expect(abs(result.shiftGradient[channel] - shift) <= 1e-9)
    }
  }

  func backward<Element: Scalar>(_ type: Element.Type) {
    let unit = Double(Element.ulpOfOne) / 2
    for (rows, channels) in ChannelKernelTests.sizes where rows > 1 {
      var layer = Layer<Element>(channels: channels, seed: 26)
      _ = layer.forward(draw(rows * channels, seed: 27))
      let signal: [Element] = draw(rows * channels, seed: 28)
      let result = layer.backward(signal)
      for channel in 0..<channels {
        let places = Array(stride(from: channel, to: signal.count, by: channels))
        let signals = places.map { Double(signal[$0]) }
        let normalized = places.map { Double(layer.normalized[$0]) }
        let sum = signals.reduce(0, +)
        let product = zip(signals, normalized).reduce(0) { $0 + $1.0 * $1.1 }
        // Rounded once from double precision, in which terms of at most √rows have been added.
        let size = Double(rows) * Double(rows).squareRoot()
        let bound = Double(rows) * Double.ulpOfOne * size
        #expect(abs(Double(result.shiftGradient[channel]) - sum) <= unit * abs(sum) + bound)
        #expect(
          abs(Double(result.scaleGradient[channel]) - product) <= unit * abs(product) + bound)
        let factor = Double(layer.scale[channel]) * Double(layer.inverse[channel])
        for (index, place) in places.enumerated() {
          let pull = normalized[index] * product / Double(rows)
          let expected = factor * (signals[index] - sum / Double(rows) - pull)
          // Two roundings of the factor, two of each mean, and four of products and differences.
          let terms = abs(signals[index]) + abs(sum) / Double(rows) + abs(pull)
          let error = abs(Double(result.signal[place]) - expected)
          #expect(error <= abs(factor) * (8 * unit * terms + 4 * bound), "\(rows) × \(channels)")
        }
      }
    }
  }

  @Test func `the gradient is its formula`() {
    backward(Float.self)
    backward(Double.self)
  }

  @Test func `no gradient leads along the shift or the scale of the input`() {
    var layer = Layer<Double>(channels: 4, seed: 29)
    _ = layer.forward(draw(4 * 100, seed: 30), epsilon: 0)
    let signal = layer.backward(draw(4 * 100, seed: 31)).signal
    for channel in 0..<4 {
      let places = stride(from: channel, to: signal.count, by: 4)
      let size = places.reduce(0) { $0 + abs(signal[$1]) * max(1, abs(layer.normalized[$1])) }
      let along = places.reduce(0) { $0 + signal[$1] }
      let outward = places.reduce(0) { $0 + signal[$1] * layer.normalized[$1] }
      #expect(abs(along) <= 200 * Double.ulpOfOne * size)
      #expect(abs(outward) <= 200 * Double.ulpOfOne * size)
    }
  }
}
