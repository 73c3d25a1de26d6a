import PlateauExperiments
import PlateauNetworks

/// The networks of one kind and nonlinearity that Figures 1, 2 and 8 compare, as trained.
struct ComparedNetworks {
  var family: Preset.Family
  var activation: Activation
  /// The vanilla and the saturating one, as far as the record has them.
  var models: [ModelRecord]

  /// All of one kind, by nonlinearity.
  static func all(in record: ReproductionRecord, of family: Preset.Family) -> [ComparedNetworks] {
    record.activations(of: family).map { activation in
      ComparedNetworks(
        family: family, activation: activation,
        models: [Preset.Training.vanilla, .saturating].compactMap {
          record.model($0, activation, family)
        })
    }.filter { !$0.models.isEmpty }
  }

  /// What one of them is called: `sigmoid perceptron`, `ReLU CNN`.
  var name: String { "\(activation.word) \(family.word)" }
}
