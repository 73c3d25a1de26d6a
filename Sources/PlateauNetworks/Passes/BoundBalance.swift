import CPlateauKernels

/// The regularizers of one layer's bounds at the start of training: of their tightness, and of the
/// balance between ReLUs that are active and inactive for the whole ball.
///
/// With the mean radius r of a layer's pre-activations and r₀ of the input, tightness costs
/// max(0, τ − r₀/r) / τ. With α the ratio of the sums of the centers of active units and of inactive
/// ones, and β that of their squared distances from the mean center, both at most 1 (else inverted),
/// the balance costs (max(0, τ − α) + max(0, τ − β)) / τ; τ = ½. Ratios without a meaning, as
/// where no unit is active, cost nothing.
///
/// Source: Z. Shi, Y. Wang, H. Zhang, J. Yi and C.-J. Hsieh, "Fast Certified Robust Training with
/// Short Warmup", 2021, section 3.3, equations 9 and 10; means are taken over the examples of a shard,
/// not of the batch.
struct BoundBalance {
  /// The cost of the layer.
  private(set) var cost = 0.0
  /// The gradient of the cost, to be added to signals.
  private(set) var pull = plateau_interval_pull()

  private static let threshold = 0.5

  /// Takes the measure of a layer.
  ///
  /// - Parameters:
  ///   - sums: Over all of its units and the examples of a shard.
  ///   - count: The number of summands.
  ///   - inputRadius: The mean radius of the input.
  ///   - isReLU: Whether units are active or inactive.
  ///   - weight: The factor of the gradient.
  init(
    _ sums: plateau_interval_sums, count: Int, inputRadius: Double, isReLU: Bool, weight: Double
  ) {
    let n = Double(count)
    let radius = sums.radius / n
    if radius > 0, inputRadius > 0 {
      let lack = Self.threshold - inputRadius / radius
      if lack > 0 {
        cost += lack / Self.threshold
        pull.radius = weight * inputRadius / (Self.threshold * radius * radius * n)
      }
    }
    guard isReLU else { return }
    let (active, inactive) = share(sums.active_center, -sums.inactive_center)
    pull.active = weight * active
    pull.inactive = -weight * inactive
    let mean = sums.center / n
    // Σ(c − m)² and Σ(c − m) over the units of one side.
    func deviations(_ square: Double, _ center: Double, _ units: Double) -> (Double, Double) {
      (square - 2 * mean * center + mean * mean * units, center - mean * units)
    }
    let (above, up) = deviations(sums.active_square, sums.active_center, sums.active)
    let (below, down) = deviations(sums.inactive_square, sums.inactive_center, sums.inactive)
    let (wide, narrow) = share(above, below)
    pull.active_slope = 2 * weight * wide
    pull.inactive_slope = 2 * weight * narrow
    pull.active -= pull.active_slope * mean
    pull.inactive -= pull.inactive_slope * mean
    // The mean moves with every center.
    pull.all = -(pull.active_slope * up + pull.inactive_slope * down) / n
  }

  /// Adds the cost of a ratio, and gives its derivatives by both parts.
  private mutating func share(_ first: Double, _ second: Double) -> (Double, Double) {
    guard first > 0, second > 0 else { return (0, 0) }
    let isInverted = first > second
    let (small, large) = isInverted ? (second, first) : (first, second)
    let ratio = small / large
    guard ratio < Self.threshold else { return (0, 0) }
    cost += (Self.threshold - ratio) / Self.threshold
    let bySmall = -1 / (Self.threshold * large)
    let byLarge = ratio / (Self.threshold * large)
    return isInverted ? (byLarge, bySmall) : (bySmall, byLarge)
  }
}
