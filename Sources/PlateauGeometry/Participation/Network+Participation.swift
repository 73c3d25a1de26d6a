public import PlateauNetworks
public import PlateauNumerics

extension Network {
  /// How many dimensions matter to the Jacobian of an output at each of some examples.
  ///
  /// Jacobians are made tile by tile and not kept; no singular value is computed.
  ///
  /// - Parameters:
  ///   - output: What is differentiated.
  ///   - inputs: Examples, of shape `[examples, features]`.
  ///   - rule: How to compute the Jacobians.
  ///   - workers: The threads to use; the result does not depend on their number.
  /// - Returns: A participation for each example, of a relative error of about *features* · u, with
  ///   the unit roundoff u of `Element`, beside that of the Jacobian.
  /// - Precondition: as of ``Network/jacobian(of:at:rule:workers:)``.
  /// - Complexity: O(*outputs*² · *features*) for each example.
  public func participation(
    of output: JacobianOutput, at inputs: Matrix<Element>, rule: GradientRule, workers: Workers
  ) -> [JacobianParticipation] {
    let passes = jacobianPasses(of: output, workers: workers)
    let (outputs, features) = (passes[0].outputs, inputs.columns)
    let solvers = passes.map { _ in
      ParticipationSolver<Element>(outputs: outputs, features: features)
    }
    let tiles = passes.map {
      RowBuffer<Element>(capacity: $0.capacity * outputs, columns: features)
    }
    return [JacobianParticipation](filling: inputs.rows) { result in
      forEachTile(of: inputs, by: passes[0].capacity, workers: workers) {
        thread, parameters, source, range in
        let (pass, tile) = (passes[thread], tiles[thread])
        pass.compute(parameters, source, examples: range.count, rule: rule, into: tile.pointer)
        for example in 0..<range.count {
          let participation = solvers[thread].compute(
            tile.row(example * outputs), pass.exponents + example * outputs)
          (result + range.lowerBound + example).initialize(to: participation)
        }
      }
    }
  }
}
