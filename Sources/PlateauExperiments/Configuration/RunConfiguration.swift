import PlateauNetworks
public import PlateauTraining

/// Everything that determines a training run.
///
/// It is written to `config.yaml` of the run's folder with every default spelled out, and a run can
/// be repeated from that file alone.
public struct RunConfiguration: Sendable, Hashable {
  /// Where the examples come from, and which of them validate.
  public struct Data: Sendable, Hashable {
    /// The name of a dataset, a folder or an npz file.
    public var source: String
    /// The number of training examples, from the end, that are set aside for validation.
    public var validation: Int
    /// The number of examples, from the start, that are trained on; nil takes all that remain.
    public var limit: Int?

    /// Creates a choice of examples.
    public init(source: String = "strokes", validation: Int = 10_000, limit: Int? = nil) {
      self.source = source
      self.validation = validation
      self.limit = limit
    }
  }

  /// The examples.
  public var data: Data
  /// The layers.
  public var network: Layers
  /// How the network is trained; its seed is that of the whole run.
  public var training: TrainingPlan
  /// The ε of the FGSM that adversarial training and adversarial selection meet.
  public var attackEpsilon: Double

  /// Creates a configuration.
  public init(
    data: Data = Data(), network: Layers = Layers(),
    training: TrainingPlan = TrainingPlan(epochs: 10), attackEpsilon: Double = 0.25
  ) {
    self.data = data
    self.network = network
    self.training = training
    self.attackEpsilon = attackEpsilon
  }

  /// The seed of everything random: the start, and the order of the examples.
  public var seed: UInt64 {
    get { training.seed }
    set { training.seed = newValue }
  }
}
