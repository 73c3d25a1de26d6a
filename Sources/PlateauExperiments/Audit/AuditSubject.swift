public import PlateauData
public import PlateauFormats
public import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// What is audited: anything that can be attacked, with its network if it has one.
///
/// Without a network there are no softened gradients, no bounds, no causes and no gain test; of a model
/// that only answers queries (``QueriedModel``) there are no attacks by gradients either.
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

  /// What tells it from other models, under which outcomes of attacks are kept and found again.
  ///
  /// Of a network its fingerprint, of another model the SHA-256 of its logits of the examples: a
  /// function cannot be looked into, but one that answers alike there, bit for bit, is taken for the same.
  ///
  /// - Returns: Nil of a model that does not repeat itself, of which nothing is found again.
  /// - Throws: What the model failed by.
  /// - Complexity: O(*parameters*), or a pass of the examples.
  public func fingerprint(on examples: Examples, workers: Workers) throws -> String? {
    if let network { return try network.fingerprint() }
    guard queries.map({ $0.answers == 1 }) ?? true else { return nil }
    let logits = model.judgedLogits(of: examples.inputs, workers: workers)
    if let failure = model.failure { throw failure }
    var hash = SHA256()
    logits.elements.map { $0.bitPattern.littleEndian }.withUnsafeBytes { hash.update($0) }
    return hash.finalized()
  }

  /// How it answers, if queries are all that can be asked; nil for a model with gradients.
  public var queries: QueryAccess? {
    guard !model.hasInputGradient else { return nil }
    let queried = model as? QueriedModel
    return QueryAccess(examples: queried?.queries, answers: queried?.answers ?? 1)
  }
}
