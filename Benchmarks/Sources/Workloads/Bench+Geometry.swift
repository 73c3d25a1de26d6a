import Plateau

extension Bench {
  /// Jacobians of the logits at 1,000 points between the first two test images, kept, and their
  /// singular values.
  ///
  /// The details give the mean of the largest singular value, to compare with.
  func jacobian(_ network: Network<Float>, rule: GradientRule) -> Measurement {
    let path = InterpolationPath(
      from: Array(digits.test.inputs.row(0)), to: Array(digits.test.inputs.row(1)), count: 1000)
    let inputs = path.inputs
    var largest = 0.0
    var measurement = Measurement {
      let jacobian = network.jacobian(of: .logits, at: inputs, rule: rule, workers: workers)
      let values = jacobian.singularValues(workers: workers)
      largest = values.reduce(0) { $0 + $1[0].value } / Double(values.count)
    }
    measurement.details = ["meanLargestSingularValue": largest]
    return measurement
  }
}
