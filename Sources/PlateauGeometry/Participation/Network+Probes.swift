public import PlateauNetworks
public import PlateauNumerics

extension Network {
  /// An estimate of how many dimensions matter to the Jacobian of a hidden layer at each of some
  /// examples, for layers whose Jacobian is too large to be made.
  ///
  /// Each example has its own probes: vectors g of independent random signs, one for each unit, whose
  /// gᵀJ a backward pass gives. With K the products of these rows, the mean of K_aa·K_bb over pairs
  /// a ≠ b has the expectation (Σ σ²)², and that of K_ab² has Σ σ⁴; of the squared columns the same is
  /// made with squared rows. Both means are unbiased, and the bias of their ratio, of the order of
  /// 1/*probes*, is reduced to 1/*probes*² by the jackknife. An estimate may lie outside the range of
  /// the ratio, from 1 to the number of inputs.
  ///
  /// - Parameters:
  ///   - layer: A hidden layer, counted from 0 at the input.
  ///   - inputs: Examples, of shape `[examples, features]`.
  ///   - rule: How to compute derivatives.
  ///   - probes: The probes of each example, at least 3.
  ///   - seed: The seed of the signs; they do not depend on the rule or the precision.
  ///   - workers: The threads to use; the result does not depend on their number.
  /// - Returns: A participation for each example with the jackknife's standard errors, relative to the
  ///   value about √(8/*probes*) at most and less the more dimensions matter; nil where all rows are
  ///   zero or one is not finite.
  /// - Precondition: `inputs.columns` is the size of the input, and the layer is one that there is.
  /// - Complexity: as *probes* passes through the network for each example, in memory of at most
  ///   64 MB of doubles for each thread or that of one example.
  ///
  /// Source: M. Hutchinson, "A stochastic estimator of the trace of the influence matrix for Laplacian
  /// smoothing splines", 1990 (signs); W. Hoeffding, "A class of statistics with asymptotically normal
  /// distribution", 1948 (means over pairs); B. Efron, "The Jackknife, the Bootstrap and Other
  /// Resampling Plans", 1982, chapters 2 and 3.
  public func estimatedParticipation(
    ofHiddenLayer layer: Int, at inputs: Matrix<Element>, rule: GradientRule, probes: Int,
    seed: UInt64, workers: Workers
  ) -> [JacobianParticipation] {
    precondition(probes >= 3, "the jackknife needs pairs of probes without any one of them")
    precondition(
      architecture.hiddenWidths.indices.contains(layer), "there is no such hidden layer")
    let passes = (0..<workers.threads).map { _ in
      ProbePass<Element>(architecture, layer: layer, probes: probes)
    }
    let solvers = passes.map { _ in
      ProbeSolver<Element>(probes: probes, features: inputs.columns)
    }
    let tiles = passes.map {
      RowBuffer<Element>(capacity: $0.capacity * probes, columns: inputs.columns)
    }
    return [JacobianParticipation](filling: inputs.rows) { result in
      forEachTile(of: inputs, by: passes[0].capacity, workers: workers) {
        thread, parameters, source, range in
        let (pass, tile) = (passes[thread], tiles[thread])
        pass.compute(
          parameters, source, examples: range, rule: rule, seed: seed, into: tile.pointer)
        for example in 0..<range.count {
          let participation = solvers[thread].compute(
            tile.row(example * probes), pass.exponents + example * probes)
          (result + range.lowerBound + example).initialize(to: participation)
        }
      }
    }
  }
}
