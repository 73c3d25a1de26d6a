import PlateauNetworks
import PlateauNumerics
import RealModule
import Testing

@Suite("Gradients of saturated networks")
struct SaturatedGradientTests {
  let workers = Workers(threads: 2)

  func gradient<Element: Scalar>(
    _ example: SaturatedCase, _ type: Element.Type, _ rule: GradientRule,
    _ loss: LogitLoss = .crossEntropy
  ) -> InputGradient<Element> {
    Network<Element>(example.network).inputGradient(
      of: loss, at: example.inputs.converted(), labels: example.labels, rule: rule,
      workers: workers)
  }

  @Test func `at gain 30 most naive gradients are exactly zero in single precision`() throws {
    let example = try SaturatedCase(.gain30)
    #expect(gradient(example, Float.self, .naive).zeroCount == 12)
    #expect(gradient(example, Float.self, .naive, .margin).zeroCount >= 9)
    #expect(gradient(example, Float.self, .stable).zeroCount == 0)
    #expect(gradient(example, Float.self, .stable, .margin).zeroCount == 0)
  }

  @Test func `at gain 300 all naive gradients are exactly zero in double precision too`() throws {
    let example = try SaturatedCase(.gain300)
    #expect(gradient(example, Double.self, .naive).zeroCount == 16)
    #expect(gradient(example, Float.self, .naive).zeroCount == 16)
    for loss in LogitLoss.allCases {
      #expect(gradient(example, Double.self, .stable, loss).zeroCount == 0)
      #expect(gradient(example, Float.self, .stable, loss).zeroCount == 0)
    }
  }

  @Test func `logits times 1000 lose the naive gradient of cross-entropy alone`() throws {
    let example = try SaturatedCase(.logits1000)
    #expect(gradient(example, Float.self, .naive).zeroCount >= 12)
    #expect(gradient(example, Float.self, .naive, .margin).zeroCount == 0)
    let stable = gradient(example, Float.self, .stable)
    #expect(stable.zeroCount == 0)
    // e^-2080 and less: what single precision cannot hold is in the exponents.
    #expect(stable.exponents.contains { $0 < -2000 })
    #expect(stable.values.elements.contains { $0 != 0 })
    #expect((0..<16).contains { stable.values.row($0).allSatisfy { $0 == 0 } })
  }

  struct Agreement {
    /// The largest error relative to the largest component, of all examples.
    var error = 0.0
    /// The same as a share of what rounding can do.
    var share = 0.0
    /// The smallest cosine of the angle to the exact gradient.
    var cosine = 1.0
  }

  func agreement<Element: Scalar>(
    _ type: Element.Type, _ name: SaturatedCase.Name, _ loss: LogitLoss
  ) throws -> Agreement {
    let example = try SaturatedCase(name)
    let computed = gradient(example, Element.self, .stable, loss)
    var result = Agreement()
    for (row, exact) in try example.exact(loss).enumerated() {
      let shift = computed.exponents[row] - exact.exponent
      let values = computed.mantissas.row(row).map {
        Double(sign: .plus, exponent: shift, significand: Double($0))
      }
      var error = 0.0
      var (product, square, exactSquare) = (0.0, 0.0, 0.0)
      for (value, reference) in zip(values, exact.mantissas) {
        error = max(error, abs(value - reference))
        product += value * reference
        square += value * value
        exactSquare += reference * reference
      }
      error /= exact.mantissas.map { abs($0) }.max() ?? 0
      let bound = example.bound(row, exact, loss, unit: Double(Element.ulpOfOne) / 2)
      result.error = max(result.error, error)
      result.share = max(result.share, error / bound)
      result.cosine = min(result.cosine, product / (square * exactSquare).squareRoot())
    }
    return result
  }

  /// What decides is the rounding of pre-activations: it moves a log-slope by as much.
  ///
  /// The bound takes every rounding at its worst, and sums of 64 terms of both signs come nowhere
  /// near: the errors seen are 0.4 % of it at most. The fixed numbers are about three times what
  /// was seen.
  @Test(arguments: [
    (SaturatedCase.Name.gain30, LogitLoss.crossEntropy, 3e-4, 3e-13),
    (.gain30, .margin, 3e-4, 3e-13), (.gain300, .crossEntropy, 6e-3, 1e-11),
    (.gain300, .margin, 6e-3, 1e-11), (.logits1000, .crossEntropy, 2e-3, 3e-12),
    (.logits1000, .margin, 5e-6, 1e-14),
  ])
  func `the stable rule agrees with references of 60 digits`(
    name: SaturatedCase.Name, loss: LogitLoss, single: Double, double: Double
  ) throws {
    let float = try agreement(Float.self, name, loss)
    #expect(float.share <= 1)
    #expect(float.error <= single)
    // Most of the error is one factor for all components: directions are better by far.
    #expect(float.cosine >= 1 - 1e-8)
    let exact = try agreement(Double.self, name, loss)
    #expect(exact.share <= 1)
    #expect(exact.error <= double)
    #expect(exact.cosine >= 1 - 1e-14)
  }

  @Test func `flushed signals are reported`() throws {
    // At gain 300 slopes within a layer differ by more than single precision can hold.
    let example = try SaturatedCase(.gain300)
    let single = gradient(example, Float.self, .stable)
    #expect(single.flushedSignals > 0)
    #expect(single.flushedSignals < 16 * 40)
    #expect(gradient(example, Float.self, .naive).flushedSignals == 0)
    #expect(gradient(example, Double.self, .stable).flushedSignals < single.flushedSignals)
    #expect(gradient(try SaturatedCase(.logits1000), Float.self, .stable).flushedSignals == 0)
  }
}
