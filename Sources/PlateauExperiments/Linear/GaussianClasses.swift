import PlateauGeometry
import PlateauNumerics

/// Two Gaussian classes with means ±m·w/‖w‖₂ and covariance σ²I, and the classifier sign(w·x).
///
/// The box is left out, so that clean accuracy Φ(m/σ) is the same for all weights.
struct GaussianClasses: Sendable {
  let plan: LinearPlan.Gaussian

  /// The probability of a correct answer whatever the perturbation, from ‖w‖₁/‖w‖₂:
  /// Φ((m − ε·‖w‖₁/‖w‖₂)/σ).
  ///
  /// The perturbation −ε·y·sign(w) lowers y·w·x by ε‖w‖₁, and none lowers it more; without it
  /// y·w·x/‖w‖₂ is normal with mean m and deviation σ.
  func robustAccuracy(normRatio ratio: Double, epsilon: Double) -> Double {
    StandardNormal.cumulative((plan.mean - epsilon * ratio) / plan.deviation)
  }

  /// The experiment at each epsilon: weights of every shape, and the curve that they scatter about.
  func experiments(seed: UInt64) -> [LinearExperiment] {
    let clean = StandardNormal.cumulative(plan.mean / plan.deviation)
    let draws = plan.shapes.enumerated().flatMap { place, shape in
      (0..<plan.draws).map { draw in
        var generator = SeededGenerator(
          seed: seed, purpose: "gaussian classes", index: place * plan.draws + draw)
        let weights = GeneralizedNormal(shape: shape).samples(plan.dimensions, using: &generator)
        return (shape: shape, weights: weights)
      }
    }
    return plan.epsilons.map { epsilon in
      let points = draws.compactMap { shape, weights in
        LinearPoint(
          weights: weights, shape: shape, cleanAccuracy: clean,
          robustAccuracy: robustAccuracy(
            normRatio: WeightNorms(of: weights).ratio, epsilon: epsilon))
      }
      return LinearExperiment(epsilon: epsilon, points: points, theory: theory(epsilon: epsilon))
    }
  }

  /// Robust accuracy where ‖w‖₁/‖w‖₂ is √d times the family's ratio, at shapes between the extremes
  /// of the plan, evenly in their logarithm.
  private func theory(epsilon: Double) -> [LinearExperiment.TheoryPoint] {
    guard let least = plan.shapes.min(), let most = plan.shapes.max() else { return [] }
    let steps = least < most ? 60 : 0
    return (0...steps).map { step in
      let share = Double(step) / Double(max(1, steps))
      let shape = step == steps ? least : most * Elementary.pow(least / most, share)
      let family = GeneralizedNormal(shape: shape)
      return LinearExperiment.TheoryPoint(
        shape: shape, excessKurtosis: family.excessKurtosis,
        robustAccuracy: robustAccuracy(
          normRatio: Double(plan.dimensions).squareRoot() * family.gearyRatio, epsilon: epsilon))
    }
  }
}
