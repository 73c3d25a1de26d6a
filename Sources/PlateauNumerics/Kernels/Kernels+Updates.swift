import CPlateauKernels

// Updates of parameters, in place. `weightDecay` times a parameter is added to its gradient, and
// moments below the least normal number become 0.
extension Kernels {
  /// Moves parameters by stochastic gradient descent with momentum.
  package func sgd(
    count: Int, parameters: Out, gradient: In, velocity: Out, rate: Element, momentum: Element,
    weightDecay: Element
  ) {
    table.pointee.sgd(
      Int64(count), parameters, gradient, velocity, rate.widened, momentum.widened,
      weightDecay.widened)
  }

  /// Moves parameters by RMSprop.
  ///
  /// - `squares`: The running mean of squared gradients.
  /// - `stabilizer`: What is added to its root.
  package func rmsprop(
    count: Int, parameters: Out, gradient: In, squares: Out, rate: Element, decay: Element,
    stabilizer: Element, weightDecay: Element
  ) {
    table.pointee.rmsprop(
      Int64(count), parameters, gradient, squares, rate.widened, decay.widened,
      stabilizer.widened, weightDecay.widened)
  }

  /// Moves parameters by Adam.
  ///
  /// - `mean`: The running mean of gradients, which decays by the first of `decays`.
  /// - `squares`: The running mean of squared gradients, which decays by the second.
  /// - `corrections`: What the means are divided by, against their bias to 0.
  /// - `stabilizer`: What is added to the root of the squares.
  package func adam(
    count: Int, parameters: Out, gradient: In, mean: Out, squares: Out, rate: Element,
    decays: (Element, Element), corrections: (Element, Element), stabilizer: Element,
    weightDecay: Element
  ) {
    table.pointee.adam(
      Int64(count), parameters, gradient, mean, squares, rate.widened, decays.0.widened,
      decays.1.widened, corrections.0.widened, corrections.1.widened, stabilizer.widened,
      weightDecay.widened)
  }
}
