import PlateauTraining

extension CertifiedTraining {
  init(_ node: ConfigurationNode) throws(ExperimentError) {
    let key = try node.mapping([
      "method", "epsilon", "trainingEpsilon", "start", "warmup", "kappa", "regularization",
      "penalty",
    ])
    guard let epsilon = key("epsilon") else {
      throw node.error(
        "\(node.path) needs epsilon: the radius at which accuracies by bounds are measured.")
    }
    func radius(_ node: ConfigurationNode) throws(ExperimentError) -> Double {
      try node.number("from 0 to 1") { (0...1).contains($0) }
    }
    var penalty: SaturationPenalty?
    if let node = key("penalty"), !node.isNull { penalty = try SaturationPenalty(node) }
    let method: Method = try key("method")?.word() ?? .interval
    let measured = try radius(epsilon)
    let trained = try key("trainingEpsilon").map(radius)
    let start = try key("start")?.integer(from: 0) ?? 0
    let warmup = try key("warmup")?.integer(from: 0) ?? 0
    let kappa = try key("kappa").map(radius)
    let regularization = try key("regularization")?.weight()
    do {
      try self.init(
        method: method, epsilon: measured, trainingEpsilon: trained, start: start, warmup: warmup,
        kappa: kappa, regularization: regularization, penalty: penalty)
    } catch {
      throw node.error(error.message)
    }
  }
}
