import PlateauNumerics

/// What an optimizer remembers: its moments, each as long as the parameters.
final class OptimizerState<Element: Scalar> {
  let optimizer: Optimizer
  /// One row for each moment.
  let moments: RowBuffer<Element>
  private let rule: any OptimizerRule
  private let weightDecay: Element
  private let kernels = Element.kernels
  // Of the step under way.
  private var rateScale: Element = 1
  private var corrections: (Element, Element) = (1, 1)

  init(_ optimizer: Optimizer, parameterCount: Int) {
    self.optimizer = optimizer
    rule = optimizer.rule.form
    weightDecay = Element(optimizer.weightDecay)
    moments = RowBuffer(capacity: optimizer.momentCount, columns: parameterCount)
  }

  /// The moments, copied.
  var snapshot: [[Element]] {
    (0..<moments.capacity).map {
      Array(UnsafeBufferPointer(start: moments.row($0), count: moments.columns))
    }
  }

  /// Takes moments from a snapshot.
  func restore(_ values: [[Element]]) {
    for (row, value) in values.enumerated() {
      moments.row(row).update(from: value, count: moments.columns)
    }
  }

  /// Prepares for a step.
  ///
  /// - Parameters:
  ///   - step: The number of the step, the first is 1.
  ///   - rateScale: The factor on the optimizer's rate.
  func begin(step: Int, rateScale: Double) {
    self.rateScale = Element(rateScale)
    let (first, second) = rule.corrections(optimizer.values, step: step)
    corrections = (Element(first), Element(second))
  }

  /// Updates a range of the parameters by their gradient; ranges may go in parallel.
  ///
  /// - Parameters:
  ///   - parameters: All parameters.
  ///   - range: Those to update.
  ///   - gradient: The gradient of the range.
  ///   - decays: Whether the optimizer's weight decay applies to them.
  func update(
    _ parameters: UnsafeMutablePointer<Element>, _ range: Range<Int>,
    gradient: UnsafePointer<Element>, decays: Bool
  ) {
    rule.update(
      ParameterUpdate(
        count: range.count, parameters: parameters + range.lowerBound, gradient: gradient,
        moments: moments.row(0) + range.lowerBound, stride: moments.columns,
        rateScale: rateScale, corrections: corrections,
        weightDecay: decays ? weightDecay : 0),
      values: optimizer.values, kernels: kernels)
  }
}
