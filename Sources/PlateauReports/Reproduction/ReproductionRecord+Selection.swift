import PlateauExperiments
import PlateauNetworks

extension ReproductionRecord {
  /// The sizes of perturbations, ascending.
  var epsilons: [Double] {
    Set(models.flatMap { $0.robustness.map(\.epsilon) }).sorted()
  }

  /// The size that the first screen speaks of: the classical 0.25, or the largest there is.
  var mainEpsilon: Double? {
    epsilons.contains(0.25) ? 0.25 : epsilons.last
  }

  /// The networks that the first screen speaks of: the saturating sigmoid perceptrons.
  var mainModels: [ModelRecord] {
    models(of: .mlp).filter { $0.training == .saturating && $0.activation == .sigmoid }
  }

  /// The controls of these: vanilla sigmoid perceptrons with a gain, which show what that alone does.
  var controls: [ModelRecord] {
    models(of: .mlp).filter {
      $0.training == .vanilla && $0.activation == .sigmoid && !$0.isAsTrained
    }
  }

  /// The kinds of networks, in the order of the models.
  var families: [Preset.Family] {
    models.reduce(into: []) { found, model in
      if !found.contains(model.family) { found.append(model.family) }
    }
  }

  /// The networks of a kind.
  func models(of family: Preset.Family) -> [ModelRecord] {
    models.filter { $0.family == family }
  }

  /// The nonlinearities of a kind of network, in the order of the models.
  func activations(of family: Preset.Family) -> [Activation] {
    models(of: family).reduce(into: []) { found, model in
      if !found.contains(model.activation) { found.append(model.activation) }
    }
  }

  /// The network of a kind, preferably with gain 1.
  func model(
    _ training: Preset.Training, _ activation: Activation, _ family: Preset.Family
  ) -> ModelRecord? {
    let all = models(of: family).filter { $0.training == training && $0.activation == activation }
    return all.first { $0.isAsTrained } ?? all.first
  }

  /// The largest number of examples that iterative attacks on networks of a kind met.
  func worstCaseExamples(of family: Preset.Family) -> Int? {
    models(of: family).flatMap { $0.robustness.map(\.worstCaseExamples) }.max()
  }

  /// Whether anything is proven of a network.
  var hasProofs: Bool {
    models.contains { $0.robustness.contains { $0.certified != nil } }
  }

  /// The network of a name.
  func model(named name: String) -> ModelRecord? { models.first { $0.name == name } }

  /// The perceptrons of a nonlinearity whose geometry was measured, by training.
  func geometry(of activation: Activation) -> [(model: ModelRecord, geometry: GeometryRecord)] {
    let known = geometry.compactMap { geometry in
      model(named: geometry.model).map { (model: $0, geometry: geometry) }
    }.filter { $0.model.family == .mlp }
    return [Preset.Training.vanilla, .adversarial, .saturating].flatMap { training in
      known.filter { $0.model.training == training && $0.model.activation == activation }
    }
  }
}
