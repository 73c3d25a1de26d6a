public import PlateauNetworks
public import PlateauNumerics

extension Network {
  /// The geometry of the network's map along a path: outputs, length elements and singular values.
  ///
  /// Call it once with ``GradientRule/naive`` and once with ``GradientRule/stable`` to see what a usual
  /// framework makes of a saturated network, and what is there. Jacobians are made tile by tile and not
  /// kept.
  ///
  /// - Parameters:
  ///   - path: The path, between inputs of the network.
  ///   - rule: How derivatives and probabilities are computed. Under the stable ones nothing
  ///     underflows; the relative error is that of the Jacobian, see
  ///     ``Network/jacobian(of:at:rule:workers:)``, and |log p| · u for a probability p and the unit
  ///     roundoff u of `Element`.
  ///   - workers: The threads to use; the result does not depend on their number.
  /// - Returns: One record for each point.
  /// - Precondition: the ends have the size of the network's input.
  /// - Complexity: O(*classes*² · *features*) for each point, beside the Jacobian.
  ///
  /// Source: S. Amari, "Information Geometry and Its Applications", 2016, section 2.1 for the metric of a
  /// categorical distribution.
  public func geometry(
    along path: InterpolationPath<Element>, rule: GradientRule, workers: Workers
  ) -> [PathPoint] {
    let passes = jacobianPasses(of: .logits, workers: workers)
    let paths = passes.map { PathPass($0, rule: rule) }
    let results = PathResults(
      points: path.count, classes: architecture.classCount, spectrum: paths[0].spectrum)
    let velocity = path.velocity
    forEachTile(of: path.inputs, by: passes[0].capacity, workers: workers) {
      thread, parameters, source, range in
      paths[thread].compute(parameters, source, range, velocity: velocity, into: results)
    }
    return path.positions.enumerated().map { results.point($0, at: $1) }
  }
}
