import PlateauExperiments
import PlateauRobustness
import Testing

@Suite("Sizes of perturbation")
struct EpsilonTests {
  @Test func `are read as numbers and as fractions`() {
    for (text, value) in [
      ("0.1", 0.1), ("8/255", 8.0 / 255), ("0.5/255", 0.5 / 255), (" 8 / 255 ", 8.0 / 255),
      ("1e-3", 1e-3), ("0", 0), (".3", 0.3), ("16", 16), ("2/1", 2),
    ] {
      #expect(EpsilonText.value(text) == value, "\(text)")
    }
    for text in [
      "", "much", "8/0", "8/", "/255", "8/255/2", "-1", "-8/255", "8/-255", "inf", "nan", "1/inf0",
    ] {
      #expect(EpsilonText.value(text) == nil, "\(text)")
    }
    let list = EpsilonText.values("0.1, 8/255,x")
    #expect(list.map(\.text) == ["0.1", "8/255", "x"])
    #expect(list.map(\.value) == [0.1, 8.0 / 255, nil])
  }

  private func doubt(
    _ epsilon: Double, _ bounds: ClosedRange<Double> = 0...1, _ norm: Norm = .lInfinity
  ) -> String? {
    EpsilonDoubt.text(ThreatModel(norm: norm, epsilon: epsilon, bounds: bounds), features: 784)
  }

  @Test func `as wide as the range of inputs are doubted`() {
    #expect(
      doubt(8)
        == "epsilon is 8, but inputs go from 0 to 1: every input is in the ball of every other. "
        + "epsilon is in the units of the data: 8/255 = 0.0314 for data in [0, 1].")
    #expect(
      doubt(2, -1...1)
        == "epsilon is 2, but inputs go from -1 to 1: every input is in the ball of every other. "
        + "epsilon is in the units of the data: 2 of 255 levels are 0.0157 for data in [-1, 1].")
    #expect(
      doubt(1)?.hasSuffix("8/255 = 0.0314 for data in [0, 1].") == true)
    #expect(
      doubt(28, 0...1, .l2)
        == "epsilon is 28, but inputs of 784 values from 0 to 1 are at most 28 apart in ℓ2: every "
        + "input is in the ball of every other. epsilon is in the units of the data: 28/255 = 0.1098 "
        + "for data in [0, 1].")
    #expect(doubt(300, 0...255)?.contains("8 of 255 levels are 8 for data in [0, 255].") == true)
    #expect(doubt(0.99) == nil && doubt(27.9, 0...1, .l2) == nil && doubt(0) == nil)
    #expect(doubt(8, 0...255) == nil && doubt(1.9, -1...1) == nil)
  }

  @Test func `below a gray level are doubted where inputs are gray levels`() {
    #expect(
      doubt(0.03, 0...255)
        == "epsilon is 0.03, but inputs go from 0 to 255, so that it is less than one of 255 levels. "
        + "epsilon is in the units of the data: 0.03 of data in [0, 1] is 7.65 here.")
    #expect(
      doubt(8.0 / 255, -255...0)?.hasSuffix("0.0314 of data in [0, 1] is 8 here.") == true)
    #expect(doubt(1, 0...255) == nil && doubt(0.001) == nil && doubt(0, 0...255) == nil)
  }
}
