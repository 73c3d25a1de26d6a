import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import PlateauTesting
import RealModule
import Testing

@Suite("Gradient checks")
struct GradientCheckTests {
  let check = GradientCheck()
  let point = [0.5, -1.25, 200]

  func function(_ x: [Double]) -> Double { .exp(x[0]) * .sin(x[1]) + x[2] * x[2] / 100 }

  var gradient: [Double] {
    [.exp(0.5) * .sin(-1.25), .exp(0.5) * .cos(1.25), 4]
  }

  @Test func `pass a gradient that is right`() {
    let comparison = check.compare(gradient, at: point, function)
    #expect(comparison.passes)
    #expect(comparison.compared == 3 && comparison.inconclusive == 0)
    // Truncation 10⁻¹⁶, and values up to 400 with roundings of 3e-14 over a step of 10⁻⁴.
    #expect(comparison.largestError < 1e-9)
  }

  @Test func `find a component that is wrong by little more than the tolerance`() throws {
    for index in 0..<3 {
      var wrong = gradient
      wrong[index] += 1.5e-7 * 4
      let comparison = check.compare(wrong, at: point, function)
      #expect(!comparison.passes)
      #expect(abs(comparison.largestError / 1.5e-7 - 1) < 0.01)
      let worst = try #require(comparison.worst)
      #expect(worst.index == index && worst.row == 0)
      #expect(worst.gradient == wrong[index])
      #expect(abs(worst.difference - gradient[index]) < 1e-8)
    }
  }

  @Test func `say what they found`() {
    let comparison = check.compare([2, 5], at: [1, 1]) { 2 * $0[0] + 4 * $0[1] }
    #expect(
      comparison.description
        == "2 components compared, 0 inconclusive; largest error 0.2, allowed 1e-07 (example 0, "
        + "component 1: gradient 5.0, difference 4.0)")
    #expect(
      check.compare([0], at: [1]) { _ in 7 }.description
        == "1 components compared, 0 inconclusive; largest error 0.0, allowed 1e-07")
  }

  @Test func `leave out kinks within reach, and fail where they are many`() {
    let gradient = [1.0] + Array(repeating: 2.0, count: 19)
    func function(_ x: [Double]) -> Double {
      abs(x[0]) + 2 * x.dropFirst().reduce(0, +)
    }
    let near = check.compare(gradient, at: [1e-4] + Array(repeating: 0, count: 19), function)
    #expect(near.passes)
    #expect(near.compared == 19 && near.inconclusive == 1)
    let alone = check.compare([1], at: [1e-4]) { abs($0[0]) }
    #expect(!alone.passes)
    #expect(alone.compared == 0 && alone.inconclusive == 1)
  }

  @Test func `leave out a kink at the point itself, whose differences agree`() {
    // The mean of both slopes is 0 at every step.
    let kink = check.compare([1, 2], at: [0, 0.5]) { abs($0[0]) + 2 * $0[1] }
    #expect(kink.compared == 1 && kink.inconclusive == 1)
    #expect(kink.largestError < 1e-9)
    // A bend without a kink is none.
    #expect(check.compare([0], at: [0]) { 100 * $0[0] * $0[0] }.compared == 1)
  }

  @Test func `do not take a lost gradient for a small one`() {
    // A plateau in rounding: the value near 1 moves by less than its last place.
    let plateau = check.compare([1e-18], at: [0.5]) { 1 + 1e-18 * $0[0] }
    #expect(!plateau.passes)
    #expect(plateau.inconclusive == 1)
    let missing = check.compare([0, 0], at: [0.5, 0.5]) { $0[0] + $0[1] }
    #expect(!missing.passes)
    #expect(missing.largestError == 1)
    let broken = check.compare([.nan], at: [0.5]) { $0[0] }
    #expect(!broken.passes)
    #expect(broken.largestError == .infinity)
    #expect(!check.compare([1], at: [0.5]) { _ in .nan }.passes)
  }

  @Test func `compare a sample that depends on the seed alone`() {
    let gradient = (0..<1000).map { Double($0) }
    func function(_ x: [Double]) -> Double {
      x.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
    }
    var calls = 0
    var moved: [Set<Int>] = []
    for seed in [1, 1, 2] as [UInt64] {
      var places: Set<Int> = []
      let comparison = GradientCheck(tolerance: 1e-6, limit: 10, seed: seed).compare(
        gradient, at: [Double](repeating: 0, count: 1000)
      ) { x in
        calls += 1
        places.formUnion(x.indices.filter { x[$0] != 0 })
        return function(x)
      }
      #expect(comparison.passes && comparison.compared == 10)
      moved.append(places)
    }
    #expect(calls == 3 * 60)
    #expect(moved[0] == moved[1] && moved[0] != moved[2])
  }

  /// A linear model whose gradients are scaled, turned round or bent.
  struct Linear: AttackableModel {
    let factor: Double
    var bend = 0.0
    var inputShape: InputShape { .vector(3) }
    var classCount: Int { 2 }

    func makeEvaluator<Element: Scalar>(
      _ precision: Element.Type, capacity: Int
    ) -> any Evaluator<Element> {
      LinearEvaluator(factor: Element(factor), bend: Element(bend))
    }
  }

  final class LinearEvaluator<Element: Scalar>: Evaluator {
    let factor: Element
    let bend: Element

    init(factor: Element, bend: Element) {
      self.factor = factor
      self.bend = bend
    }

    var hasInputGradient: Bool { true }

    func evaluate(_ inputs: RowBuffer<Element>, into logits: RowBuffer<Element>) {
      logits.count = inputs.count
      for row in 0..<inputs.count {
        logits[row, 0] = inputs[row, 0] + 2 * inputs[row, 1]
        logits[row, 1] = 3 * inputs[row, 2]
      }
    }

    func forward(
      _ inputs: RowBuffer<Element>, rule: GradientRule, into logits: RowBuffer<Element>
    ) {
      evaluate(inputs, into: logits)
    }

    func pullBack(
      _ cotangents: RowBuffer<Element>, exponents: UnsafeMutablePointer<Int64>,
      into gradient: RowBuffer<Element>
    ) {
      gradient.count = cotangents.count
      for row in 0..<cotangents.count {
        gradient[row, 0] = factor * cotangents[row, 0]
        gradient[row, 1] = 2 * factor * cotangents[row, 0]
        gradient[row, 2] = 3 * factor * cotangents[row, 1] + bend
      }
    }
  }

  @Test func `of models allow a positive scale and nothing else`() {
    let inputs = Matrix<Double>(rows: 2, columns: 3, elements: [0.1, 0.2, 0.3, 0.6, 0.5, 0.4])
    func comparison(_ model: Linear) -> GradientComparison {
      check.directions(of: model, loss: .margin, at: inputs, labels: [0, 1])
    }
    #expect(comparison(Linear(factor: 1)).passes)
    #expect(comparison(Linear(factor: 0x1p-1000)).passes)
    #expect(!comparison(Linear(factor: -1)).passes)
    #expect(!comparison(Linear(factor: 0)).passes)
    #expect(!comparison(Linear(factor: 1, bend: 1e-5)).passes)
    #expect(comparison(Linear(factor: 1)).compared == 6)
  }
}
