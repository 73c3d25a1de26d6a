public import PlateauFormats
public import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// What is audited: anything that can be attacked, with its network if it has one.
///
/// Without a network there are no softened gradients, no bounds, no causes and no gain test.
public struct AuditSubject: Sendable {
  /// The model, as records name it.
  public let name: String
  /// What attacks meet.
  public let model: any AttackableModel
  /// The network behind it, if the model is nothing else.
  public let network: Network<Double>?

  /// What was drawn for a model that draws at random, of which the network is the mean; nil for others.
  public let draws: RandomDraws?

  /// A network.
  public init(_ network: Network<Double>, name: String, draws: RandomDraws? = nil) {
    self.name = name
    self.draws = draws
    model = network
    self.network = network
  }

  /// A model of any kind.
  public init(_ model: any AttackableModel, name: String) {
    self.name = name
    draws = nil
    self.model = model
    network = model as? Network<Double>
  }
}
