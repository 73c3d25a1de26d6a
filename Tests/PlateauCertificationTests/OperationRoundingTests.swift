import PlateauCertification
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Rounding in single operations of bounds")
struct OperationRoundingTests {
  /// Bounds of what one operation on the input makes, before a nonlinearity.
  private func bounds(
    _ layers: [Layer], _ parameters: [Double] = [], at values: [Double], height: Int = 2
  ) throws -> (lower: [Double], upper: [Double]) {
    let architecture = try Architecture(
      input: InputShape(channels: 1, height: height, width: values.count / height),
      layers: layers + [.activation(.relu), .flatten, .dense(units: 2)])
    let rest = [Double](repeating: 0, count: architecture.layout.count - parameters.count)
    let network = try Network(architecture, parameters: parameters + rest)
    let layer = IntervalBounds(network).layers(
      of: Matrix(rows: 1, columns: values.count, elements: values),
      within: ThreatModel(norm: .lInfinity, epsilon: 0), workers: Cases.workers)[0]
    return (layer.lower.elements, layer.upper.elements)
  }

  @Test("10¹⁶ + 1 − 10¹⁶ in a convolution", arguments: [0, 1, 2])
  func convolution(_ last: Int) throws {
    var kernel = [1e16, 1, -1e16]
    kernel.swapAt(last, 2)
    let layer = Layer.convolution(
      Convolution(channels: 1, window: Window(height: 1, width: 3), hasBias: false))
    let (lower, upper) = try bounds([layer], kernel, at: [1, 1, 1], height: 1)
    #expect(lower[0] <= 1 && upper[0] >= 1 && upper[0] - lower[0] < 1000)
  }

  @Test("A mean of 1, 2⁻⁶⁰, 0 and 0")
  func average() throws {
    let (lower, upper) = try bounds([.averagePooling(Pooling(2))], at: [1, 0x1p-60, 0, 0])
    #expect(lower[0] <= 0.25 && upper[0] > 0.25 && upper[0] - lower[0] < 1e-14)
  }

  @Test("A sum of 1 and 2⁻⁶⁰")
  func sum() throws {
    let layers: [Layer] = [
      .maxPooling(Pooling(1)), .maxPooling(Pooling(window: Window(3, stride: 1, padding: 1))),
      .add(layer: 0),
    ]
    let (lower, upper) = try bounds(layers, at: [1, 0x1p-60, 0, 0])
    // Maxima are exact, and so is the box of a number that is used twice.
    #expect(lower[0] == 2.0.nextDown && upper[0] == 2.0.nextUp)
    #expect(lower[1] <= 1 && upper[1] == 1.0.nextUp)
  }

  @Test("Thirds, which are no numbers")
  func normalization() throws {
    func normalized(_ deviation: Double) throws -> (lower: Double, upper: Double) {
      let constants = ChannelNormalization(means: [0], deviations: [deviation])
      let (lower, upper) = try bounds([.normalization(constants)], at: [1, 0, 0, 0])
      return (lower[0], upper[0])
    }
    // 1/3 is rounded down, and 2/3 up.
    let (third, twoThirds) = (try normalized(3), try normalized(1.5))
    #expect(third.lower <= 1.0 / 3 && third.upper > 1.0 / 3)
    #expect(twoThirds.lower < 2.0 / 3 && twoThirds.upper >= 2.0 / 3)
    #expect(third.upper - third.lower < 1e-14)
  }

  @Test("1 − 2⁵⁴ + 2⁵⁴ in a batch normalization", arguments: [1.0, -1])
  func batchNormalization(_ scale: Double) throws {
    // √(0.75 + 0.25) is exactly 1.
    let (lower, upper) = try bounds(
      [.batchNormalization(epsilon: 0.25)], [scale, scale * 0x1p54, 0x1p54, 0.75],
      at: [1, 0, 0, 0])
    #expect(lower[0] <= scale && upper[0] >= scale && lower[1] <= 0 && upper[1] >= 0)
    #expect(upper[0] - lower[0] < 1000)
    // 2⁵⁴ less 1 rounds to 2⁵⁴: without a bound of the error nothing would be left.
    #expect(1 - 0x1p54 + 0x1p54 == 0)
  }
}
