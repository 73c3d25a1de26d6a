extension InputPass {
  /// Pulls a signal back through the operation of one stage, without its nonlinearity; of a sum, to
  /// its first part.
  ///
  /// - Parameters:
  ///   - index: The stage.
  ///   - parameters: Those of the network.
  ///   - signal: The gradient with respect to what the operation makes of the one example of the
  ///     latest forward pass, `[outputs]`.
  ///   - target: Receives the gradient with respect to what it takes, `[inputs]`.
  package func pullBack(
    through index: Int, _ parameters: UnsafePointer<Element>, _ signal: UnsafePointer<Element>,
    into target: UnsafeMutablePointer<Element>
  ) {
    engine.prepareBack(parameters)
    engine.back(
      index, parameters, signal, into: target, rows: 1,
      winners: winners[index].map { UnsafePointer($0) })
  }
}
