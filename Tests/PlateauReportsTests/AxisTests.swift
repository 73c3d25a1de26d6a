import PlateauReports
import Testing

@Suite("Axes")
struct AxisTests {
  @Test(arguments: [
    (0.3, 0.5, -1), (0.2, 0.2, -1), (1, 1, 0), (1.01, 2, 0), (4.2, 5, 0), (7, 10, 1), (99, 100, 2),
    (0.00011, 0.0002, -4),
  ])
  func `steps are 1, 2 or 5 times a power of ten`(width: Double, step: Double, exponent: Int) {
    let nice = Ticks.niceStep(width)
    // pow and one product: a few roundings.
    #expect((nice.step - step).magnitude <= 1e-15 * step)
    #expect(nice.exponent == exponent)
  }

  @Test func `ticks are multiples of the step inside the range`() {
    #expect(
      Ticks.linear(in: -0.23...0.23, count: 5).map(\.label) == ["−0.2", "−0.1", "0", "0.1", "0.2"])
    #expect(Ticks.linear(in: 0...1).map(\.label) == ["0", "0.5", "1.0"])
    #expect(Ticks.linear(in: 1...30).map(\.label) == ["10", "20", "30"])
    #expect(Ticks.linear(in: 0...100).map(\.value) == [0, 50, 100])
  }

  @Test func `very small and very large values are written with powers of ten`() {
    #expect(Ticks.linear(in: 0...4e-6, count: 2).map(\.label) == ["0", "2·10⁻⁶", "4·10⁻⁶"])
    #expect(Ticks.linear(in: 0...4e7, count: 2).map(\.label) == ["0", "2·10⁷", "4·10⁷"])
  }

  @Test func `an empty or endless range has no ticks`() {
    #expect(Ticks.linear(in: 2...2).isEmpty)
    #expect(Ticks.linear(in: 0...Double.infinity).isEmpty)
  }

  @Test func `a count axis has the powers of ten up to the largest count`() {
    #expect(Ticks.decades(upTo: 0).map(\.label) == ["1"])
    #expect(Ticks.decades(upTo: 999).map(\.label) == ["1", "10", "10²"])
    #expect(Ticks.decades(upTo: 1000).map(\.value) == [1, 10, 100, 1000])
    #expect(Ticks.decades(upTo: 2e12).last?.label == "10¹²")
  }

  @Test func `an axis of logarithms has whole powers of ten`() {
    #expect(Ticks.powers(in: -2...2).map(\.label) == ["10⁻²", "10⁻¹", "1", "10", "10²"])
    #expect(Ticks.powers(in: -21...1).map(\.label) == ["10⁻²⁰", "10⁻¹⁰", "1"])
    #expect(Ticks.powers(in: -0.5...0.7).map(\.value) == [0])
    #expect(Ticks.powers(in: 0.2...0.7).isEmpty)
    #expect(Ticks.powers(in: 2...2).isEmpty)
  }

  @Test func `equal ratios are equal distances on a logarithmic axis`() {
    let scale = Scale.logarithmic(1...10_000, from: 200, to: 0)
    for (value, position) in [(1.0, 200.0), (10, 150), (100, 100), (10_000, 0)] {
      // Two logarithms and their quotient, on 200 pixels.
      #expect((scale.position(of: value) - position).magnitude < 1e-12 * 200)
    }
  }

  @Test func `values outside an axis land at its ends`() {
    let scale = Scale.linear(0...10, from: 20, to: 120)
    #expect(scale.position(of: 5) == 70)
    #expect(scale.position(of: -1) == 20)
    #expect(scale.position(of: 11) == 120)
  }

  @Test func `a domain without width is widened`() {
    #expect(Scale.linear(3...3, from: 0, to: 100).position(of: 3) == 0)
    #expect(Scale.linear(0...Double.infinity, from: 0, to: 100).position(of: 1) == 100)
  }
}
