extension InputPass {
  /// Pulls a signal back through the operation of one stage, without its nonlinearity, to one of the
  /// values that it takes.
  ///
  /// - Parameters:
  ///   - index: The stage.
  ///   - part: Which of its sources.
  ///   - parameters: Those of the network.
  ///   - signal: The gradient with respect to what the operation makes of the one example of the
  ///     latest forward pass, `[outputs]`.
  ///   - target: Receives the gradient with respect to what it takes, `[inputs]`.
  package func pullBack(
    through index: Int, part: Int, _ parameters: UnsafePointer<Element>,
    _ signal: UnsafePointer<Element>,
    into target: UnsafeMutablePointer<Element>
  ) {
    if let map = architecture.stages[index].nonlinear {
      return engine.back(
        map, index, part: part, signal, from: keptValue, into: target, rows: 1, softness: softness,
        flushed: &flushed)
    }
    engine.prepareBack(parameters)
    engine.back(
      index, part: part, parameters, signal, into: target, rows: 1,
      winners: winners[index].map { UnsafePointer($0) })
  }
}
