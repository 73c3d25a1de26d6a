import PlateauNetworks

/// Everything that determines a training run besides the data, the network it starts from, and the
/// attack it meets.
public struct TrainingPlan: Sendable, Hashable {
  /// The number of passes over the training examples.
  public var epochs: Int
  /// The number of examples in a step; the rest of an epoch that does not fill one is left out.
  public var batchSize: Int
  /// The rule that changes the parameters.
  public var optimizer: Optimizer
  /// How the optimizer's rate changes.
  public var rateSchedule: RateSchedule
  /// The saturation penalty; nil trains on cross-entropy alone.
  public var penalty: SaturationPenalty?
  /// Whether each step takes ½·L(x, y) + ½·L(x′, y), x′ the training attack's version of x.
  ///
  /// Source: I. Goodfellow, J. Shlens and C. Szegedy, "Explaining and Harnessing Adversarial
  /// Examples", 2015, section 6.
  public var isAdversarial: Bool
  /// Training on interval bounds; nil trains on the examples alone.
  public var certified: CertifiedTraining?
  /// How each training image is moved before its step; nil leaves them as they are.
  ///
  /// An attack of the training perturbs the moved image.
  public var augmentation: Augmentation?
  /// Which network is kept.
  public var selection: SelectionRule
  /// Stops after this many epochs without a better score under the selection rule; nil never does.
  public var patience: Int?
  /// The seed of the order of the examples, and of their augmentation.
  public var seed: UInt64

  /// Creates a plan.
  public init(
    epochs: Int, batchSize: Int = 128, optimizer: Optimizer = .rmsprop(),
    rateSchedule: RateSchedule = .constant,
    penalty: SaturationPenalty? = nil, isAdversarial: Bool = false,
    certified: CertifiedTraining? = nil, augmentation: Augmentation? = nil,
    selection: SelectionRule = .last,
    patience: Int? = nil, seed: UInt64 = 0
  ) {
    self.epochs = epochs
    self.batchSize = batchSize
    self.optimizer = optimizer
    self.rateSchedule = rateSchedule
    self.penalty = penalty
    self.isAdversarial = isAdversarial
    self.certified = certified
    self.augmentation = augmentation
    self.selection = selection
    self.patience = patience
    self.seed = seed
  }

  /// Whether the plan needs an attack.
  public var needsAttack: Bool {
    isAdversarial || selection == .bestValidationAdversarialAccuracy
  }

  /// Checks that every number lies in its range.
  ///
  /// - Throws: `TrainingError` that names the key, its value and its range.
  public func validate() throws(TrainingError) {
    guard epochs >= 1 else {
      throw TrainingError(.invalid, "The number of epochs is \(epochs); it must be 1 or more.")
    }
    guard (1...(1 << 20)).contains(batchSize) else {
      throw TrainingError(
        .invalid, "The batch size is \(batchSize); it must be from 1 to \(1 << 20).")
    }
    try optimizer.validate()
    try rateSchedule.validate(epochs: epochs)
    try certified?.validate(epochs: epochs)
    guard certified == nil || !isAdversarial else {
      throw TrainingError(
        .invalid, "The plan is adversarial and certified at once. Choose one of the two.")
    }
    guard certified != nil || selection != .bestValidationBoundedAccuracy else {
      throw TrainingError(
        .invalid,
        "The selection rule '\(selection.rawValue)' needs certified training, but the plan has "
          + "none. Choose another rule.")
    }
    guard let patience else { return }
    guard patience >= 1 else {
      throw TrainingError(.invalid, "The patience is \(patience) epochs; it must be 1 or more.")
    }
    guard selection != .last else {
      throw TrainingError(
        .invalid,
        "A patience of \(patience) epochs needs a score to watch, but the selection rule is "
          + "'last'. Choose bestValidationAccuracy, bestValidationAdversarialAccuracy or "
          + "bestValidationBoundedAccuracy.")
    }
  }
}
