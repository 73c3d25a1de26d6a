import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// A model that adds normal noise to its input, other noise at every evaluation.
///
/// The noise comes from a seed and the number of evaluations of the same evaluator so far, so that a
/// program repeats it; but the same input gets another answer each time.
public struct NoisyInput<Base: AttackableModel>: AttackableModel {
  /// The model behind the noise.
  public let base: Base
  /// The standard deviation of the noise, in units of the input.
  public let deviation: Double
  /// The number of evaluations that each answer is the mean of.
  public let draws: Int
  /// The seed of the noise.
  public let seed: UInt64

  /// Creates a model.
  ///
  /// - Precondition: the deviation is not negative, and there is a draw.
  public init(_ base: Base, deviation: Double, draws: Int = 1, seed: UInt64 = 0) {
    precondition(deviation >= 0 && draws >= 1, "there is a draw")
    self.base = base
    self.deviation = deviation
    self.draws = draws
    self.seed = seed
  }

  /// The shape of one example.
  public var inputShape: InputShape { base.inputShape }
  /// The number of classes.
  public var classCount: Int { base.classCount }

  /// Makes an evaluator of the model.
  public func makeEvaluator<Element: Scalar>(
    _ precision: Element.Type, capacity: Int
  ) -> any Evaluator<Element> {
    NoisyEvaluator(self, base.makeEvaluator(precision, capacity: capacity), capacity: capacity)
  }
}

private final class NoisyEvaluator<Element: Scalar>: Evaluator {
  private let base: any Evaluator<Element>
  private let deviation: Double
  private let draws: Int
  private let moved: RowBuffer<Element>
  private let part: RowBuffer<Element>
  private var generator: SeededGenerator

  init(_ model: NoisyInput<some AttackableModel>, _ base: any Evaluator<Element>, capacity: Int) {
    self.base = base
    deviation = model.deviation
    draws = model.draws
    moved = RowBuffer(capacity: capacity, columns: model.inputShape.count)
    part = RowBuffer(capacity: capacity, columns: model.classCount)
    // Other noise in each precision: there is no reason why they should agree.
    generator = SeededGenerator(seed: model.seed, purpose: "noise \(Element.precisionName)")
  }

  var hasInputGradient: Bool { base.hasInputGradient }

  private func addNoise(to inputs: RowBuffer<Element>) {
    moved.count = inputs.count
    for index in 0..<inputs.count * inputs.columns {
      moved.pointer[index] = inputs.pointer[index] + Element(deviation * generator.normal())
    }
  }

  func evaluate(_ inputs: RowBuffer<Element>, into logits: RowBuffer<Element>) {
    logits.count = inputs.count
    let count = logits.count * logits.columns
    logits.pointer.update(repeating: 0, count: count)
    for _ in 0..<draws {
      addNoise(to: inputs)
      base.evaluate(moved, into: part)
      for index in 0..<count { logits.pointer[index] += part.pointer[index] / Element(draws) }
    }
  }

  /// One draw, of which ``pullBack`` gives the gradient.
  func forward(
    _ inputs: RowBuffer<Element>, rule: GradientRule, into logits: RowBuffer<Element>
  ) {
    addNoise(to: inputs)
    base.forward(moved, rule: rule, into: logits)
  }

  func pullBack(
    _ cotangents: RowBuffer<Element>, exponents: UnsafeMutablePointer<Int64>,
    into gradient: RowBuffer<Element>
  ) {
    base.pullBack(cotangents, exponents: exponents, into: gradient)
  }
}
