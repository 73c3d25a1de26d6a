import PlateauNetworks
import Testing

@testable import PlateauExperiments

@Suite("Claims about kurtosis and robustness")
struct KurtosisClaimTests {
  static let trainings: [Preset.Training] = [
    .vanilla, .adversarial, .saturating, .certified, .certifiedSaturating,
  ]

  /// Networks of both nonlinearities, of the kurtosis and the accuracies given for each training.
  private func study(
    kurtosis: [[Double?]], naive: [Double], attacked: [Double], certified: [Double]
  ) -> CertificationStudyRecord {
    let units = CertifiedModelRecord.Units(saturated: 0, provenSaturated: 0, stable: 0)
    let models = [Activation.sigmoid, .relu].flatMap { activation in
      Self.trainings.enumerated().map { place, training in
        CertifiedModelRecord(
          name: Preset(training: training, activation: activation).name, training: training,
          activation: activation, epochs: 1, testAccuracy: 1, cleanAccuracy: 1,
          naiveAccuracy: naive[place], attackedAccuracy: attacked[place],
          intervalAccuracy: certified[place], linearAccuracy: certified[place],
          certifiedAccuracy: certified[place],
          layers: kurtosis[place].enumerated().map { index, value in
            CertifiedModelRecord.Layer(
              name: "layer \(index + 1)", excessKurtosis: value, units: units)
          }, units: units)
      }
    }
    return CertificationStudyRecord(
      epsilon: 0.1, examples: 100, unitExamples: 10, models: models)
  }

  private func claim(_ words: String, _ study: CertificationStudyRecord) throws -> ClaimRecord {
    let claims = ClaimRules([], certification: study).claims
    return try #require(claims.first { $0.claim.contains(words) })
  }

  private static let rising = [0.1, 0.2, 0.3, 0.8, 0.9]
  private static let falling = [0.9, 0.8, 0.3, 0.2, 0.1]

  @Test(arguments: [
    (rising, rising, rising, ClaimRecord.Verdict.holds), (rising, falling, rising, .masked),
    (rising, rising, falling, .masked), (falling, rising, falling, .fails),
    (falling, falling, falling, .fails), ([0.5, 0.1, 0.9, 0.2, 0.4], falling, rising, .fails),
    (rising, rising, [0, 0, 0, 0, 0], .untestable),
  ])
  func `a sign is judged by every attack and by proofs`(
    naive: [Double], attacked: [Double], certified: [Double], verdict: ClaimRecord.Verdict
  ) throws {
    let study = study(
      kurtosis: [[0, 1], [1, 1], [3, 0], [5, 2], [8, 9]], naive: naive, attacked: attacked,
      certified: certified)
    let claim = try claim("is a sign of", study)
    #expect(claim.verdict == verdict)
    if verdict == .holds {
      // In each nonlinearity 2 of 120 ways, over both 2 of 14,400.
      #expect(
        claim.proven == "τ 1.00, p 0.017 (sigmoid); τ 1.00, p 0.017 (ReLU); τ 1.00, p 0.000 (both)")
    }
    if verdict == .untestable {
      #expect(claim.proven == "undefined (sigmoid); undefined (ReLU); undefined (both)")
    }
  }

  @Test func `without a kurtosis there is no order`() throws {
    let study = study(
      kurtosis: [[0], [nil], [3], [5], [8]], naive: Self.rising, attacked: Self.rising,
      certified: Self.rising)
    #expect(study.relations.allSatisfy { $0.correlation == nil })
    #expect(try claim("is a sign of", study).verdict == .untestable)
    #expect(study.models[1].meanKurtosis == nil && study.models[2].meanKurtosis == 3)
  }

  @Test(arguments: [
    ([2.0, 3.0], 0.9, ClaimRecord.Verdict.holds), ([2, 0.5], 0.9, .fails),
    ([2, 3], 0.3, .untestable),
  ])
  func `heavier tails are asked of every layer, and of robust networks`(
    last: [Double], certified: Double, verdict: ClaimRecord.Verdict
  ) throws {
    let study = study(
      kurtosis: [[0, 1], [9, 9], [9, 9], [1, 2], last], naive: Self.rising,
      attacked: Self.rising, certified: [0, 0, 0, 0.8, certified])
    let claim = try claim("robust by proof", study)
    #expect(claim.verdict == verdict)
    #expect(claim.stable?.hasPrefix("0.0, 1.0 → 1.0, 2.0 (certified-sigmoid); ") == true)
    #expect(
      claim.proven?.hasPrefix("By bounds at ε = 0.1: 80.0 % (certified-sigmoid); ") == true)
  }
}
