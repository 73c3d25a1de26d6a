import PlateauNumerics
import Testing

@Suite("Arithmetic of channels")
struct ChannelKernelTests {
  /// Rows and channels: several rows at once below 32 channels, and more channels than a tile.
  static let sizes = [1, 2, 3, 4, 5, 7, 43, 100].flatMap { rows in
    [1, 3, 16, 31, 32, 33, 127, 128, 129, 200].map { (rows: rows, channels: $0) }
  }

  struct Inputs<Element: Scalar> {
    var values: [Element]
    var scale: [Element]
    var shift: [Element]

    init(rows: Int, channels: Int) {
      var generator = SeededGenerator(seed: 16, index: rows * 1000 + channels)
      values = (0..<rows * channels).map { _ in Element(generator.uniform(2, 4)) }
      scale = (0..<channels).map { _ in Element(generator.uniform(-1, 1)) }
      shift = (0..<channels).map { _ in Element(generator.uniform(-1, 1)) }
    }
  }

  // One rounding of the product, or none where it is fused, and one of the sum.
  func affine<Element: Scalar>(_ type: Element.Type) {
    for (rows, channels) in Self.sizes {
      let inputs = Inputs<Element>(rows: rows, channels: channels)
      var values = inputs.values
      Element.images.channelAffine(
        rows: rows, channels: channels, values: &values, scale: inputs.scale, shift: inputs.shift)
      var scaled = inputs.values
      Element.images.channelScale(
        rows: rows, channels: channels, values: &scaled, scale: inputs.scale)
      for place in values.indices {
        let (scale, shift) = (inputs.scale[place % channels], inputs.shift[place % channels])
        let product = scale * inputs.values[place]
        let bound = Element.ulpOfOne * (abs(product) + abs(shift))
        #expect(abs(values[place] - (product + shift)) <= bound, "\(rows) × \(channels)")
        #expect(scaled[place] == product, "\(rows) × \(channels)")
      }
    }
  }

  @Test func `every value is scaled and shifted by its channel`() {
    affine(Float.self)
    affine(Double.self)
  }

  struct Moments {
    var mean: [Double]
    var variance: [Double]
  }

  func moments<Element: Scalar>(_ values: [Element], channels: Int) -> Moments {
    let nothing = [Double](repeating: .nan, count: channels)
    var result = Moments(mean: nothing, variance: nothing)
    Element.images.channelMoments(
      rows: values.count / channels, channels: channels, of: values, mean: &result.mean,
      variance: &result.variance)
    return result
  }

  // The kernel and the plain sums, which go in another order, each have the error in the header.
  func compareMoments<Element: Scalar>(_ type: Element.Type) {
    for (rows, channels) in Self.sizes {
      let values = Inputs<Element>(rows: rows, channels: channels).values
      let result = moments(values, channels: channels)
      for channel in 0..<channels {
        let column = (0..<rows).map { Double(values[$0 * channels + channel]) }
        let mean = column.reduce(0, +) / Double(rows)
        let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rows)
        let bound = Double(rows) * Double.ulpOfOne * mean
        #expect(abs(result.mean[channel] - mean) <= bound)
        let error = abs(result.variance[channel] - variance)
        #expect(error <= Double(rows + 3) * Double.ulpOfOne * variance + bound * bound)
      }
    }
  }

  @Test func `moments agree with plain sums of double precision`() {
    compareMoments(Float.self)
    compareMoments(Double.self)
  }

  func moveFarAway<Element: Scalar>(_ type: Element.Type) {
    // Eighths from 0 to 7, 125 times: with the mean 7/16 and the variance (8² − 1) / 12 / 64.
    for offset in [0, 1, 0x1p20] as [Element] {
      let values = (0..<1000).flatMap { row in
        (0..<5).map { channel in offset + Element((row + channel) % 8) / 8 }
      }
      let result = moments(values, channels: 5)
      for channel in 0..<5 {
        #expect(result.mean[channel] == Double(offset) + 0.4375)
        let error = abs(result.variance[channel] - 0.08203125)
        #expect(error <= 1003 * Double.ulpOfOne / 2 * 0.08203125)
      }
    }
  }

  @Test func `variances do not cancel far from zero`() {
    moveFarAway(Float.self)
    moveFarAway(Double.self)
  }

  @Test func `a channel of one value has no variance`() {
    let result = moments([Float](repeating: 0.1, count: 300 * 7), channels: 7)
    #expect(result.mean == [Double](repeating: Double(Float(0.1)), count: 7))
    #expect(result.variance == [Double](repeating: 0, count: 7))
  }

  @Test func `sums add every value`() {
    for count in [0, 1, 15, 100] {
      var singles = (0..<100).map { Float($0) }
      Float.images.add(count: count, [Float](repeating: 0.5, count: 100), to: &singles)
      #expect(singles == (0..<100).map { $0 < count ? Float($0) + 0.5 : Float($0) })
      var doubles = (0..<100).map { Double($0) }
      Double.images.add(count: count, [Double](repeating: 0.5, count: 100), to: &doubles)
      #expect(doubles == (0..<100).map { $0 < count ? Double($0) + 0.5 : Double($0) })
    }
  }
}
