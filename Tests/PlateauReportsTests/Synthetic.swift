import PlateauExperiments
import PlateauGeometry
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// Records made by hand: realistic in shape, measured by nobody.
enum Synthetic {
  /// The robust accuracies of the six attacks on a network, and the worst case.
  struct Accuracies {
    var naiveFGSM: Double
    var stableFGSM: Double
    var sweptFGSM: Double
    var naivePGD: Double
    var stablePGD: Double
    var sweptPGD: Double
    var worst: Double
    var zeroGradients = 0
    var inconclusive = 0

    /// The same for every attack.
    static func equal(_ value: Double) -> Accuracies {
      Accuracies(
        naiveFGSM: value, stableFGSM: value, sweptFGSM: value, naivePGD: value, stablePGD: value,
        sweptPGD: value, worst: value)
    }
  }

  static let masked = Accuracies(
    naiveFGSM: 0.874, stableFGSM: 0.312, sweptFGSM: 0.056, naivePGD: 0.852, stablePGD: 0.183,
    sweptPGD: 0.004, worst: 0.002, zeroGradients: 7912, inconclusive: 0)

  static func attack(
    _ name: String, _ epsilon: Double, _ gradient: String, _ precision: Precision,
    _ robustAccuracy: Double, of examples: Int, zeroGradients: Int = 0, inconclusive: Int = 0
  ) -> AttackRecord {
    let isIterative = name == "pgd"
    let isSwept = gradient == "surrogate"
    return AttackRecord(
      name: name, norm: .lInfinity, epsilon: epsilon, gradient: gradient,
      softness: isSwept ? [1, 2.5, 6.25] : nil, precision: precision,
      steps: isIterative ? (isSwept ? 100 : 40) : nil,
      restarts: isIterative ? (isSwept ? 2 : 1) : nil, robustAccuracy: robustAccuracy,
      successes: Int((Double(examples) * (1 - robustAccuracy)).rounded()), unchanged: 0,
      zeroGradients: zeroGradients, inconclusive: inconclusive, precisionDependent: 0,
      meanDistortion: epsilon, queries: examples, seconds: 1.5)
  }

  static func robustness(
    _ epsilon: Double, _ values: Accuracies, clean: Double = 0.97
  ) -> RobustnessRecord {
    RobustnessRecord(
      epsilon: epsilon,
      naiveFGSM: attack(
        "fgsm", epsilon, "naive", .float, values.naiveFGSM, of: 10_000,
        zeroGradients: values.zeroGradients),
      stableFGSM: attack(
        "fgsm", epsilon, "stable", .double, values.stableFGSM, of: 10_000,
        zeroGradients: values.zeroGradients / 1000),
      sweptFGSM: attack("fgsm", epsilon, "surrogate", .double, values.sweptFGSM, of: 10_000),
      naivePGD: attack("pgd", epsilon, "naive", .float, values.naivePGD, of: 1000),
      stablePGD: attack("pgd", epsilon, "stable", .double, values.stablePGD, of: 1000),
      sweptPGD: attack(
        "pgd", epsilon, "surrogate", .double, values.sweptPGD, of: 1000,
        inconclusive: values.inconclusive),
      worstCaseExamples: 1000, worstCaseCleanAccuracy: clean, worstCase: values.worst)
  }

  /// Values of a symmetric distribution, the heavier in its tails the larger the power.
  static func layer(
    _ name: String, count: Int, scale: Double, power: Double, saturatedFraction: Double? = nil
  ) -> LayerRecord {
    let values = (0..<count).map { index in
      let u = 2 * (Double(index) + 0.5) / Double(count) - 1
      let shaped = u * (1 - u.magnitude * 0.999)
      let tail = u / (1.0001 - u * u)
      return scale * (power == 0 ? shaped : tail.magnitude > 12 * power ? 12 * power * u : tail)
    }
    return LayerRecord(
      name: name, distribution: .symmetric(values), saturatedFraction: saturatedFraction)
  }

  /// Activities between 0 and 1; the larger the push, the more of them at the ends.
  static func activities(_ name: String, push: Double, saturatedFraction: Double) -> LayerRecord {
    let values = (0..<20_000).map { index -> Double in
      let u = (Double(index) + 0.5) / 20_000
      let z = push * (2 * u - 1) / (1.02 - (2 * u - 1) * (2 * u - 1))
      return z > 0 ? 1 - 0.5 / (1 + z * z) : 0.5 / (1 + z * z)
    }
    return LayerRecord(
      name: name, distribution: Distribution(of: values, in: 0...1),
      saturatedFraction: saturatedFraction)
  }
}
