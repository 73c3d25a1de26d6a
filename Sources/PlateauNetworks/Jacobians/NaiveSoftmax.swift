package import PlateauNumerics

/// Softmax and its derivative as a usual framework computes them in its working precision.
package enum NaiveSoftmax {
  /// e^(z_i − max z) over their sum.
  package static func compute<Element: Scalar>(
    _ logits: UnsafePointer<Element>, classes: Int, into result: UnsafeMutablePointer<Element>
  ) {
    var most = logits[0]
    for index in 1..<classes where logits[index] > most { most = logits[index] }
    var sum: Element = 0
    for index in 0..<classes {
      result[index] = Elementary.exp(logits[index] - most)
      sum += result[index]
    }
    for index in 0..<classes { result[index] /= sum }
  }

  /// diag p − p·pᵀ, of shape `[classes, classes]`, with the cancellation of p − p².
  package static func derivative<Element: Scalar>(
    _ probabilities: UnsafePointer<Element>, classes: Int,
    into result: UnsafeMutablePointer<Element>
  ) {
    for row in 0..<classes {
      for column in 0..<classes {
        let product = probabilities[row] * probabilities[column]
        result[row * classes + column] =
          row == column ? probabilities[row] - product : -product
      }
    }
  }
}
