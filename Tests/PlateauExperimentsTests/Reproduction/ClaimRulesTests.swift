import PlateauGeometry
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@testable import PlateauExperiments

@Suite("Claims")
struct ClaimRulesTests {
  private func attack(_ accuracy: Double) -> AttackRecord {
    AttackRecord(
      name: "fgsm", norm: .lInfinity, epsilon: 0.25, gradient: "naive", precision: .float,
      robustAccuracy: accuracy, successes: 0, unchanged: 0, zeroGradients: 0, inconclusive: 0,
      precisionDependent: 0, queries: 1, seconds: 0)
  }

  private func model(
    _ training: Preset.Training, _ family: Preset.Family = .mlp, clean: Double = 0.98,
    naive: Double = 0.9, worst: Double = 0.9, certified: Double? = nil,
    kurtosisOf weights: [Double] = [0, 0, 0, 1]
  ) -> ModelRecord {
    ModelRecord(
      name: Preset(training: training, activation: .sigmoid, family: family).name, family: family,
      training: training, activation: .sigmoid, gain: 1, architecture: "2-2-2", epochs: 1,
      cleanAccuracy: clean, saturatedFraction: 0.5,
      weights: [LayerRecord(name: "layer 1", distribution: Distribution(of: weights))],
      activities: [],
      robustness: [
        RobustnessRecord(
          epsilon: 0.25, naiveFGSM: attack(naive), stableFGSM: attack(worst),
          sweptFGSM: attack(worst), naivePGD: attack(naive), stablePGD: attack(worst),
          sweptPGD: attack(worst), worstCaseExamples: 100, worstCaseCleanAccuracy: clean,
          worstCase: worst, certified: certified)
      ])
  }

  private func claim(_ words: String, _ rules: ClaimRules) throws -> ClaimRecord {
    try #require(rules.claims.first { $0.claim.contains(words) })
  }

  // MARK: - Attacks

  @Test(arguments: [
    (0.9, 0.85, ClaimRecord.Verdict.holds), (0.9, 0.0, .masked), (0.5, 0.0, .fails),
  ])
  func `performance is judged by both kinds of attack`(
    naive: Double, worst: Double, verdict: ClaimRecord.Verdict
  ) throws {
    let rules = ClaimRules([
      model(.vanilla), model(.saturating, naive: naive, worst: worst, certified: 0.25),
    ])
    let claim = try claim("gradient attacks", rules)
    #expect(claim.verdict == verdict)
    #expect(claim.proven == "Interval bounds prove an error of at most 75.0 %.")
  }

  private func targeted(
    _ gradient: String, _ successes: Int, gain: Double = 1, model: String = "saturating-sigmoid"
  ) -> TargetedRecord {
    TargetedRecord(
      model: model, gain: gain, attack: "lbfgs", gradient: gradient, softness: nil,
      precision: .double, iterations: 10, sources: [], pairs: 90, successes: successes,
      failures: [], meanDistortion: nil, zeroGradients: 0, precisionDependent: 0, queries: 0,
      seconds: 0)
  }

  @Test(arguments: [
    (10, 20, ClaimRecord.Verdict.holds), (10, 90, .masked), (60, 90, .fails), (60, 10, .fails),
  ])
  func `targeted attacks count by the strongest, at the gain that flatters most`(
    naive: Int, swept: Int, verdict: ClaimRecord.Verdict
  ) throws {
    let records = [
      targeted("naive", 90), targeted("surrogate", 90), targeted("naive", naive, gain: 30),
      targeted("surrogate", swept, gain: 30),
    ]
    let claim = try claim("second-order", ClaimRules([], targeted: records))
    #expect(claim.verdict == verdict)
    #expect(claim.naive == "100.0 %; \(NumberText.percent(Double(naive) / 90)) (× 30)")
  }

  @Test func `convolutional networks are named, and judge nothing`() throws {
    let perceptrons = [model(.vanilla), model(.saturating, naive: 0.9, worst: 0.85)]
    // Every claim on these alone fails.
    let others = [
      model(.vanilla, .cnn, clean: 0.99),
      model(.saturating, .cnn, clean: 0.9, naive: 0.1, worst: 0, certified: 0.5),
    ]
    let records = [targeted("naive", 9), targeted("surrogate", 18)]
    let named =
      records + [
        targeted("naive", 90, model: "saturating-sigmoid-cnn"),
        targeted("surrogate", 90, gain: 30, model: "saturating-sigmoid-cnn"),
      ]
    let alone = ClaimRules(perceptrons, targeted: records)
    let both = ClaimRules(perceptrons + others, targeted: named)
    #expect(both.claims.map(\.verdict) == alone.claims.map(\.verdict))
    #expect(both.claims.map(\.proven) == alone.claims.map(\.proven))
    let note = " Judged by the perceptrons; convolutional networks (CNN) are named after them."
    for words in ["gradient attacks", "second-order", "accuracy", "penalty", "kurtotic"] {
      let (claim, old) = (try claim(words, both), try claim(words, alone))
      #expect(claim.measure == old.measure + note)
      #expect(claim.stable?.hasPrefix(try #require(old.stable) + "; ") == true)
    }
    #expect(
      try claim("gradient attacks", both).naive
        == "10.0 % (saturating-sigmoid); 90.0 % (saturating-sigmoid-cnn)")
    #expect(
      try claim("second-order", both).naive
        == "10.0 %; 100.0 % (CNN); 0.0 % (CNN × 30)")
    #expect(
      try claim("accuracy", both).stable
        == "+0.0 points (sigmoid: 98.0 % → 98.0 %); −9.0 points (sigmoid CNN: 99.0 % → 90.0 %)")
    // Without perceptrons nothing is judged.
    #expect(ClaimRules(others).claims.map(\.verdict) == [.untestable])
  }

  @Test func `what was not measured is not claimed`() {
    #expect(ClaimRules([]).claims.map(\.verdict) == [.untestable])
  }

  // MARK: - Geometry

  /// Directions, inputs, separation and log₁₀ of the length of a network of two hidden layers.
  private func geometry(
    _ training: Preset.Training, directions: [Double], naiveDirections: [Double]? = nil,
    inputs: Double, between: [Double], fisher: Double
  ) -> GeometryRecord {
    let names = ["layer 1", "layer 2", "logits"]
    func summary(_ directions: [Double], _ place: Int) -> JacobianSummary {
      var summary = JacobianSummary([])
      summary.directions = directions[place]
      summary.inputs = inputs
      return summary
    }
    let values = Distribution(of: [0, 1])
    let layers = names.indices.map { place in
      LayerGeometry(
        name: names[place], units: 2, weights: values, weightKurtosisStandardError: nil,
        activities: values, saturatedFraction: nil, activityDimensions: nil, withinClasses: 0.5,
        betweenClasses: between[place],
        naive: summary(naiveDirections ?? directions, place), stable: summary(directions, place))
    }
    var lengths = PathRecord.Lengths([])
    lengths.fisher = fisher
    let name = "\(training.rawValue)-sigmoid"
    let path = PathRecord(
      source: 0, target: 1, sourceExample: 0, targetExample: 1, points: 2, naive: lengths,
      stable: lengths)
    return GeometryRecord(
      model: name,
      analysis: AnalysisRecord(
        model: name, data: "none", examples: 2, jacobianExamples: 2, stimuli: 2, layers: layers,
        paths: [path]),
      dissimilarities: [], paths: [])
  }

  private func verdicts(_ geometry: [GeometryRecord]) throws -> [ClaimRecord.Verdict] {
    let rules = ClaimRules([], geometry: geometry)
    return try ["flat input", "compressed", "few input", "clusters"].map {
      try claim($0, rules).verdict
    }
  }

  @Test func `geometry holds one way round and fails the other`() throws {
    let plain = geometry(
      .vanilla, directions: [10, 6, 5], inputs: 300, between: [1, 2, 3], fisher: 0.5)
    let flat = geometry(
      .saturating, directions: [4, 2, 2], inputs: 100, between: [1.5, 4, 6], fisher: -0.5)
    #expect(try verdicts([plain, flat]) == [.holds, .holds, .holds, .holds])
    var (first, second) = (plain, flat)
    (first.model, second.model) = (flat.model, plain.model)
    #expect(try verdicts([first, second]) == [.fails, .fails, .fails, .fails])
  }

  @Test func `what only naive gradients show is masked`() throws {
    let plain = geometry(
      .vanilla, directions: [10, 6, 5], inputs: 300, between: [1, 2, 3], fisher: 0.5)
    let masked = geometry(
      .saturating, directions: [12, 7, 6], naiveDirections: [4, 2, 2], inputs: 100,
      between: [1.5, 4, 6], fisher: -0.5)
    #expect(try verdicts([plain, masked])[1] == .masked)
    // Layers that do not fall with depth are no progress.
    let even = geometry(
      .saturating, directions: [4, 5, 2], inputs: 100, between: [1.5, 4, 6], fisher: -0.5)
    #expect(try verdicts([plain, even])[1] == .fails)
  }

  @Test func `points at which a map is constant are counted`() throws {
    let plain = geometry(
      .vanilla, directions: [10, 6, 5], inputs: 300, between: [1, 2, 3], fisher: 0.5)
    var flat = geometry(
      .saturating, directions: [4, 2, 2], inputs: 100, between: [1.5, 4, 6], fisher: -0.5)
    #expect(
      try claim("flat input", ClaimRules([], geometry: [plain, flat])).measure
        .hasSuffix("in every network. The length is positive at every point."))
    flat.analysis.paths[0].stable.fisherLost = 1
    #expect(
      try claim("flat input", ClaimRules([], geometry: [plain, flat])).measure.hasSuffix(
        "Points at which the map is exactly constant have no logarithm and are left out: 1 of 2 "
          + "(saturating sigmoid)."))
  }

  @Test func `numbers stand in the text as they were measured`() throws {
    let plain = geometry(
      .vanilla, directions: [10, 6, 5], inputs: 300, between: [1, 2, 3], fisher: 0.5)
    let flat = geometry(
      .saturating, directions: [4, 2, 2], inputs: 100, between: [1.5, 4, 6], fisher: -0.5)
    let claim = try claim("compressed", ClaimRules([], geometry: [plain, flat]))
    #expect(claim.stable == "10.0, 6.0, 5.0 → 4.0, 2.0, 2.0 (sigmoid)")
  }

  // MARK: - Linear classifiers

  private func experiment(_ robust: [Double]) -> LinearExperiment {
    LinearExperiment(
      epsilon: 0.1,
      points: robust.enumerated().map { place, value in
        LinearPoint(
          excessKurtosis: Double(place), normRatio: 1, sparsity: 0, cleanAccuracy: 1,
          robustAccuracy: value)
      })
  }

  @Test(arguments: [
    ([0.1, 0.2, 0.3], ClaimRecord.Verdict.holds), ([0.3, 0.2, 0.1], .fails),
    ([0.1, 0.5, 0.1, 0.5], .fails),
  ])
  func `a line must rise and explain the variance`(
    robust: [Double], verdict: ClaimRecord.Verdict
  ) throws {
    let record = LinearRecord(
      plan: LinearPlan(isQuick: true), trainingExamples: 1, testExamples: 1,
      gaussian: [experiment([0.1, 0.2, 0.3])], ranked: [experiment(robust)],
      sparse: [experiment([0, 0.5, 1])], seconds: 0)
    let claim = try claim("linear classifiers", ClaimRules([], linear: record))
    #expect(claim.verdict == verdict)
  }
}
