import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// A model that rounds every value of its input to one of a few levels in [0, 1].
///
/// Its gradient is exactly zero, or not defined, everywhere; it is given as zero.
public struct QuantizedInput<Base: AttackableModel>: AttackableModel {
  /// The model behind the rounding.
  public let base: Base
  /// The number of levels, at least 2.
  public let levels: Int

  /// Creates a model.
  ///
  /// - Precondition: there are at least two levels.
  public init(_ base: Base, levels: Int) {
    precondition(levels >= 2, "there are at least two levels")
    self.base = base
    self.levels = levels
  }

  /// The shape of one example.
  public var inputShape: InputShape { base.inputShape }
  /// The number of classes.
  public var classCount: Int { base.classCount }

  /// Makes an evaluator of the model.
  public func makeEvaluator<Element: Scalar>(
    _ precision: Element.Type, capacity: Int
  ) -> any Evaluator<Element> {
    let evaluator = base.makeEvaluator(precision, capacity: capacity)
    let rounded = RowBuffer<Element>(capacity: capacity, columns: inputShape.count)
    let steps = Element(levels - 1)
    return FlatEvaluator { inputs, logits in
      rounded.count = inputs.count
      for index in 0..<inputs.count * inputs.columns {
        rounded.pointer[index] = (inputs.pointer[index] * steps).rounded() / steps
      }
      evaluator.evaluate(rounded, into: logits)
    }
  }
}

/// Evaluates a function whose gradient is zero wherever it is defined.
final class FlatEvaluator<Element: Scalar>: Evaluator {
  private let body: (RowBuffer<Element>, RowBuffer<Element>) -> Void

  init(_ body: @escaping (_ inputs: RowBuffer<Element>, _ logits: RowBuffer<Element>) -> Void) {
    self.body = body
  }

  var hasInputGradient: Bool { true }

  func evaluate(_ inputs: RowBuffer<Element>, into logits: RowBuffer<Element>) {
    body(inputs, logits)
  }

  func forward(
    _ inputs: RowBuffer<Element>, rule: GradientRule, into logits: RowBuffer<Element>
  ) {
    body(inputs, logits)
  }

  func pullBack(
    _ cotangents: RowBuffer<Element>, exponents: UnsafeMutablePointer<Int64>,
    into gradient: RowBuffer<Element>
  ) {
    gradient.count = cotangents.count
    gradient.pointer.update(repeating: 0, count: gradient.count * gradient.columns)
    exponents.update(repeating: 0, count: gradient.count)
  }
}
