/// Memory for the softmax of one example's logits, in which nothing rounds to 0 or 1.
///
/// It is a reference, for one thread at a time.
package final class ScaledSoftmax {
  package let classes: Int
  /// log p_i: at most 0, with an error of a few units of 2⁻⁵³ of the difference of the logits.
  package let logarithms: UnsafeMutablePointer<Double>
  /// p_i.
  package let values: UnsafeMutablePointer<ScaledValue>
  /// 1 − p_i, as the sum of all others.
  package let complements: UnsafeMutablePointer<ScaledValue>
  /// The class with the largest logit.
  package private(set) var winner = 0

  package init(classes: Int) {
    self.classes = classes
    logarithms = .allocate(capacity: classes)
    values = .allocate(capacity: classes)
    complements = .allocate(capacity: classes)
    logarithms.initialize(repeating: 0, count: classes)
    values.initialize(repeating: .zero, count: classes)
    complements.initialize(repeating: .zero, count: classes)
  }

  deinit {
    logarithms.deallocate()
    values.deallocate()
    complements.deallocate()
  }

  /// Computes everything for some logits, in double precision.
  package func compute<Element: Scalar>(_ logits: UnsafePointer<Element>) {
    winner = 0
    for index in 1..<classes where logits[index] > logits[winner] { winner = index }
    let most = Double(logits[winner])
    // The term of the winner is 1; what the others add may be below its precision.
    var others = 0.0
    for index in 0..<classes {
      logarithms[index] = Double(logits[index]) - most
      if index != winner { others += Elementary.exp(logarithms[index]) }
    }
    let shift = Elementary.log(onePlus: others)
    for index in 0..<classes {
      logarithms[index] -= shift
      values[index] = ScaledValue(exponential: logarithms[index])
    }
    for index in 0..<classes {
      // Only the winner's is far from 1, and a sum of others from nothing but small terms.
      var sum = ScaledValue.zero
      for other in 0..<classes where other != index { sum += values[other] }
      complements[index] = sum
    }
  }

  /// An element of diag p − p·pᵀ, without cancellation.
  package func slope(_ row: Int, _ column: Int) -> ScaledValue {
    row == column ? values[row] * complements[row] : -(values[row] * values[column])
  }
}
