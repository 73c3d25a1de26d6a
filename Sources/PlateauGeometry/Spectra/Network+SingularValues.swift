public import PlateauNetworks
public import PlateauNumerics

extension Network {
  /// The singular values of the Jacobian of an output at each of some examples, in descending order.
  ///
  /// Jacobians are made tile by tile and not kept. Up to 32 outputs every singular value has an error
  /// relative to itself, however unequal the rows are; with more, relative to the largest one. Those of
  /// the Jacobian of probabilities under a stable rule are taken from that of the logits, whose rows
  /// are weighted by probabilities of any smallness; the last one is exactly 0, since probabilities add
  /// up to 1.
  ///
  /// - Parameters:
  ///   - output: What is differentiated.
  ///   - inputs: Examples, of shape `[examples, features]`.
  ///   - rule: How to compute the Jacobians. Under the naive one those of probabilities are
  ///     (diag p − p·pᵀ)·J in working precision.
  ///   - workers: The threads to use; the result does not depend on their number.
  /// - Returns: min(*outputs*, *features*) values for each example; all NaN where the Jacobian is
  ///   not finite.
  /// - Precondition: as of ``Network/jacobian(of:at:rule:workers:)``.
  /// - Complexity: O(*outputs*² · *features*) for each example.
  public func singularValues(
    of output: JacobianOutput, at inputs: Matrix<Element>, rule: GradientRule, workers: Workers
  ) -> [[ScaledValue]] {
    let weighsRows = output == .probabilities && rule != .naive
    let passes = jacobianPasses(of: weighsRows ? .logits : output, workers: workers)
    let (outputs, features) = (passes[0].outputs, inputs.columns)
    let solvers = passes.map { _ in
      SingularValues<Element>(
        rows: outputs, columns: features, respectsScales: weighsRows ? true : nil)
    }
    let softmaxes = passes.map { _ in ScaledSoftmax(classes: architecture.classCount) }
    let tiles = passes.map {
      RowBuffer<Element>(capacity: $0.capacity * outputs, columns: features)
    }
    let width = solvers[0].count
    let values = [ScaledValue](filling: inputs.rows * width) { result in
      result.initialize(repeating: .zero, count: inputs.rows * width)
      forEachTile(of: inputs, by: passes[0].capacity, workers: workers) {
        thread, parameters, source, range in
        let (pass, tile, solver) = (passes[thread], tiles[thread], solvers[thread])
        pass.compute(parameters, source, examples: range.count, rule: rule, into: tile.pointer)
        for example in 0..<range.count {
          let target = result + (range.lowerBound + example) * width
          solver.compute(
            tile.row(example * outputs), pass.exponents + example * outputs, into: target)
          guard weighsRows && target.pointee.isFinite else { continue }
          softmaxes[thread].compute(pass.logits + example * outputs)
          solver.compute(softmaxes[thread], into: target)
        }
      }
    }
    return (0..<inputs.rows).map { Array(values[$0 * width..<($0 + 1) * width]) }
  }
}
