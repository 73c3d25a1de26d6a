import PlateauExperiments

extension ReproductionRecord {
  /// The seeds, the first one first.
  var seeds: [UInt64] { [seed] + repetitions.map(\.seed) }

  /// A network in every seed that has it, the first one first.
  private func repetitions(of model: ModelRecord) -> [ModelRecord] {
    [model] + repetitions.compactMap { seed in seed.models.first { $0.name == model.name } }
  }

  /// A number of a network over all seeds.
  func statistics(
    of model: ModelRecord, _ value: (ModelRecord) -> Double
  ) -> SeedStatistics {
    SeedStatistics(repetitions(of: model).map(value))
  }

  /// A number of a network at an epsilon over all seeds that were attacked with it; nil where the
  /// first was not, or has no such number.
  func statistics(
    of model: ModelRecord, at epsilon: Double, _ value: (RobustnessRecord) -> Double?
  ) -> SeedStatistics? {
    guard model.robustness(at: epsilon).flatMap(value) != nil else { return nil }
    return SeedStatistics(
      repetitions(of: model).compactMap { $0.robustness(at: epsilon).flatMap(value) })
  }

  /// The number of seeds in which the finding about a network at an epsilon is of a kind, and the
  /// number of all that were attacked with it.
  func agreement(
    on kind: Finding.Kind, of model: ModelRecord, at epsilon: Double
  ) -> (agreeing: Int, all: Int) {
    let rows = repetitions(of: model).compactMap { $0.robustness(at: epsilon) }
    return (
      rows.count { Finding($0, testExamples: testExamples).kind == kind }, rows.count
    )
  }

  /// What `±` means; nothing with one seed.
  var deviationNote: String? {
    guard seeds.count > 1 else { return nil }
    return "± is the standard deviation over \(seeds.count) seeds."
  }
}
