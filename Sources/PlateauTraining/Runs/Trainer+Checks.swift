import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

extension Trainer {
  static func check(
    _ network: Network<Float>, _ plan: TrainingPlan, _ training: Examples,
    _ validation: Examples?, _ attack: (any TrainingAttack)?
  ) throws(TrainingError) {
    guard !training.isEmpty else {
      throw TrainingError(.mismatch, "There are no training examples. Give at least one.")
    }
    for (name, examples) in [("training", training), ("validation", validation ?? training)] {
      guard examples.shape.count == network.architecture.input.count else {
        throw TrainingError(
          .mismatch,
          "The \(name) examples have \(examples.shape.count) values each, but the network takes "
            + "\(network.architecture.input.count). Give a network of this input.")
      }
      guard examples.classCount <= network.architecture.classCount else {
        throw TrainingError(
          .mismatch,
          "The \(name) examples have \(examples.classCount) classes, but the network has "
            + "\(network.architecture.classCount). Give its last layer as many units.")
      }
    }
    if plan.certified != nil,
      let layer = network.architecture.layers.firstIndex(where: { $0.operation.isNonlinear })
    {
      throw TrainingError(
        .invalid,
        "Layer \(layer), \(network.architecture.layers[layer]), is of an operation that certified training "
          + "does not know. Train without, or leave the layer out.")
    }
    try plan.augmentation?.validate(for: training.shape)
    if plan.certified != nil,
      let layer = IntervalTrainingPass<Float>.unboundedLayer(of: network.architecture)
    {
      throw TrainingError(
        .mismatch,
        "Layer \(layer) is a batch normalization, which certified training has no bounds for. Give "
          + "a network without.")
    }
    if plan.penalty != nil || plan.certified?.penalty != nil,
      let function = network.architecture.hiddenActivations.compactMap({ $0?.function })
        .first(where: { $0.complement(at: 0) == nil })
    {
      throw TrainingError(
        .mismatch,
        "The plan has a saturation penalty, but units of the network are of the function "
          + "'\(function.name)', which has none. Leave the penalty out.")
    }
    for case let penalty? in [plan.penalty, plan.certified?.penalty]
    where penalty.attention > 0 && !network.architecture.hasSoftmaxes {
      throw TrainingError(
        .mismatch,
        "The penalty counts attention by \(penalty.attention), but the network has no softmax inside. "
          + "Leave 'attention' out.")
    }
    guard attack != nil || !plan.needsAttack else {
      throw TrainingError(
        .mismatch,
        "The plan trains or selects under attack, but no attack was given. Give one.")
    }
    guard plan.selection == .last || validation?.isEmpty == false else {
      throw TrainingError(
        .mismatch,
        "The selection rule '\(plan.selection.rawValue)' needs validation examples, but there "
          + "are none. Set some aside, or select 'last'.")
    }
  }

  static func check(
    _ state: TrainingState, _ network: Network<Float>, _ plan: TrainingPlan
  ) throws(TrainingError) {
    let count = network.parameters.count
    let lengths = [state.parameters.count] + state.moments.map(\.count)
    guard lengths.allSatisfy({ $0 == count }), state.moments.count == plan.optimizer.momentCount,
      state.selectedParameters.map({ $0.count == count }) ?? true
    else {
      throw TrainingError(
        .mismatch,
        "The checkpoint holds \(lengths.count) buffers of \(state.parameters.count) values; the "
          + "network has \(count) parameters and \(plan.optimizer.name) "
          + "\(plan.optimizer.momentCount) moments for each. Resume the run it was saved by.")
    }
  }
}
