import PlateauNumerics

/// What an optimizer remembers: its moments, each as long as the parameters.
final class OptimizerState<Element: Scalar> {
  let optimizer: Optimizer
  /// One row for each moment.
  let moments: RowBuffer<Element>
  private let kernels = Element.kernels
  // Of the step under way.
  private var rateScale: Element = 1
  private var correction1: Element = 1
  private var correction2: Element = 1

  init(_ optimizer: Optimizer, parameterCount: Int) {
    self.optimizer = optimizer
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
      value.withUnsafeBufferPointer { source in
        guard let base = source.baseAddress else { return }
        moments.row(row).update(from: base, count: moments.columns)
      }
    }
  }

  /// Prepares for a step.
  ///
  /// - Parameters:
  ///   - step: The number of the step, the first is 1.
  ///   - rateScale: The factor on the optimizer's rate.
  func begin(step: Int, rateScale: Double) {
    self.rateScale = Element(rateScale)
    guard case .adam(_, let decay1, let decay2, _, _) = optimizer else { return }
    correction1 = Element(1 - Elementary.pow(decay1, step))
    correction2 = Element(1 - Elementary.pow(decay2, step))
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
    let weightDecay = decays ? Element(optimizer.weightDecay) : 0
    let count = Int64(range.count)
    let target = parameters + range.lowerBound
    let first = moments.row(0) + range.lowerBound
    switch optimizer {
    case .sgd(let rate, let momentum, _):
      kernels.sgd(
        count, target, gradient, first, rateScale * Element(rate), Element(momentum), weightDecay)
    case .rmsprop(let rate, let decay, let stabilizer, _):
      kernels.rmsprop(
        count, target, gradient, first, rateScale * Element(rate), Element(decay),
        Element(stabilizer), weightDecay)
    case .adam(let rate, let decay1, let decay2, let stabilizer, _):
      kernels.adam(
        count, target, gradient, first, moments.row(1) + range.lowerBound,
        rateScale * Element(rate), Element(decay1), Element(decay2), correction1, correction2,
        Element(stabilizer), weightDecay)
    }
  }
}
