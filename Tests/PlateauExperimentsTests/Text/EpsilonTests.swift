import PlateauExperiments
import PlateauRobustness
import Testing

@Suite("Sizes of perturbation, and their units")
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
    UnitDoubt.epsilon(ThreatModel(norm: norm, epsilon: epsilon, bounds: bounds), features: 784)
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
        == "epsilon is 28, but inputs of 784 values from 0 to 1 are at most 28 apart in ℓ₂: every "
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

  private func doubt(
    mean: [Double] = [], std: [Double] = [], _ bounds: ClosedRange<Double> = 0...1
  ) -> String? {
    UnitDoubt.normalization(means: mean, deviations: std, bounds: bounds)
  }

  @Test func `of a normalization in other units are doubted`() {
    #expect(
      doubt(mean: [0.5, 33.3], std: [0.2, 78.6])
        == "--mean has 33.3, but inputs go from 0 to 1. Both are in the units of the data.")
    #expect(
      doubt(mean: [0.1307], std: [0.3081], 0...255)
        == "--std has 0.3081, but inputs go from 0 to 255. Both are in the units of the data. 0.3081 of "
        + "data in [0, 1] is 78.57 here.")
    #expect(
      doubt(mean: [0.1307], std: [78.6])
        == "--std has 78.6, but inputs go from 0 to 1. Both are in the units of the data.")
    #expect(doubt(mean: [0.1307], std: [0.3081]) == nil && doubt() == nil)
    #expect(doubt(mean: [33.3], std: [78.6], 0...255) == nil && doubt(std: [255], 0...255) == nil)
    #expect(doubt(mean: [-0.7386], std: [0.6162], -1...1) == nil)
    #expect(doubt(mean: [-221.7], std: [78.6], -255...0) == nil)
  }
}
