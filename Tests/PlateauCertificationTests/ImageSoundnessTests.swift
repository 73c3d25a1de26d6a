import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Bounds of convolutional networks where rounding takes everything away")
struct ImageSoundnessTests {
  static let shape = InputShape(channels: 1, height: 2, width: 2)

  /// A batch-normalized convolution, a residual one and a pooling; √(3.75 + 0.25) is exactly 2.
  func architecture(averages: Bool) throws -> Architecture {
    try Architecture(
      input: Self.shape,
      layers: [
        .convolution(Convolution(channels: 2, window: Window(3, padding: 1))),
        .batchNormalization(epsilon: 0.25), .activation(.relu),
        .convolution(Convolution(channels: 2, window: Window(1), hasBias: false)),
        .add(layer: 2), averages ? .averagePooling(Pooling(2)) : .maxPooling(Pooling(2)),
        .dense(units: 3),
      ])
  }

  /// Integers; those of the first convolution nearly cancel on purpose in one channel.
  func parameters(_ generator: inout SeededGenerator) -> [Double] {
    var first = (0..<18).map { _ in generator.wildInteger(50) }
    for tap in 0..<4 { first[8 - tap] = -first[tap] }
    let second = (0..<2).map { _ in generator.wildInteger(50) }
    let scales = (0..<2).map { _ in generator.wildInteger(4) }
    let shifts = (0..<4).map { _ in generator.wildInteger(50) }
    let last = (0..<4).map { _ in generator.wildInteger(8) }
    return first + second + scales + shifts + [3.75, 3.75] + last
      + (0..<9).map { _ in generator.wildInteger(16) }
  }

  /// The logits at an input in units of 2⁻⁸, in units of 2⁻¹¹.
  func logits(_ values: [Int128], _ p: [Double], averages: Bool) -> [Int128] {
    let p = p.map { $0 == 3.75 ? 0 : Int128($0) }
    // By channel, then pixel; behind the normalization in units of 2⁻⁹.
    let normalized = (0..<2).map { channel in
      (0..<4).map { pixel in
        var sum = p[18 + channel] * 256
        for tap in 0..<9 {
          let (y, x) = (pixel / 2 + tap / 3 - 1, pixel % 2 + tap % 3 - 1)
          guard (0...1).contains(y), (0...1).contains(x) else { continue }
          sum += p[9 * channel + tap] * values[2 * y + x]
        }
        let centered = (sum - p[24 + channel] * 256) * p[20 + channel]
        return max(0, centered + p[22 + channel] * 512)
      }
    }
    let pooled = (0..<2).map { channel in
      let sums = (0..<4).map { pixel in
        normalized[channel][pixel] + p[28 + 2 * channel] * normalized[0][pixel]
          + p[29 + 2 * channel] * normalized[1][pixel]
      }
      return averages ? sums.reduce(0, +) : 4 * (sums.max() ?? 0)
    }
    return (0..<3).map { unit in
      p[32 + 2 * unit] * pooled[0] + p[33 + 2 * unit] * pooled[1] + p[38 + unit] * 2048
    }
  }

  @Test("Bounds are never above exact margins", arguments: [0, 3, 40], [false, true])
  func margins(_ epsilon: Int128, _ averages: Bool) throws {
    var generator = SeededGenerator(seed: 31, purpose: "weights")
    let architecture = try architecture(averages: averages)
    let threat = ThreatModel(norm: .lInfinity, epsilon: Double(epsilon) / 256)
    var certified = 0
    for trial in 0..<100 {
      let parameters = parameters(&generator)
      let network = try Network<Double>(architecture, parameters: parameters)
      let examples = Cases.examples(2, features: 4, classes: 3, seed: UInt64(trial))
      let margins = IntervalBounds(network).margins(
        of: examples, within: threat, workers: Cases.workers)
      for (index, bound) in margins.enumerated() {
        if bound > 0 { certified += 1 }
        for point in SoundnessTests.corners(examples.inputs.row(index), epsilon: epsilon) {
          let exact = Exact.margin(
            logits(point, parameters, averages: averages), examples.labels[index])
          #expect(Exact.ceiling(bound, scale: 2048) <= exact)
        }
      }
    }
    // Some are certified, so that the test says something.
    #expect(certified > 5)
  }

  @Test("Bounds of a network of exact numbers are nearly its values")
  func tightness() throws {
    let architecture = try architecture(averages: true)
    let weights: [Double] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 8, 7, 6, 5, 4, 3, 2, 1]
    let parameters =
      weights + [1, -30, 1, -2, 3, 60, 2, -1] + [3.75, 3.75, 1, 2, 3, -1] + [1, 0, 0, 1, 1, -1]
      + [0, 1, 2]
    let network = try Network(architecture, parameters: parameters)
    let exact = logits([256, 128, 64, 0], parameters, averages: true).map { Double($0) / 2048 }
    let bounds = try #require(
      IntervalBounds(network).layers(
        of: Matrix(rows: 1, columns: 4, elements: [1, 0.5, 0.25, 0]),
        within: ThreatModel(norm: .lInfinity, epsilon: 0), workers: Cases.workers
      ).last)
    for (index, value) in exact.enumerated() {
      #expect(bounds.lower.elements[index] <= value && value <= bounds.upper.elements[index])
      #expect(bounds.upper.elements[index] - bounds.lower.elements[index] <= 1e-11)
    }
  }

  @Test("A variance that overflows with ε loses every bound")
  func overflow() throws {
    let architecture = try Architecture(
      input: Self.shape,
      layers: [.batchNormalization(epsilon: 1e308), .flatten, .dense(units: 2)])
    let network = try Network(
      architecture, parameters: [1, 0, 0, 1.7e308, 1, 1, 1, 1, 0, 0, 0, 0, 1, 0])
    let examples = Cases.examples(3, features: 4, classes: 2, seed: 1)
    for norm in Norm.allCases {
      let margins = IntervalBounds(network).margins(
        of: examples, within: ThreatModel(norm: norm, epsilon: 0.1), workers: Cases.workers)
      #expect(margins.allSatisfy { $0 == -.infinity })
    }
  }
}
