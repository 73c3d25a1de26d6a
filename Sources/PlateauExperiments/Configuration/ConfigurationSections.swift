import PlateauNetworks
import PlateauTraining

extension RunConfiguration.Data {
  init(_ node: ConfigurationNode) throws(ExperimentError) {
    self.init()
    let key = try node.mapping(["source", "validation", "limit"])
    if let node = key("source") { source = try node.text() }
    if let node = key("validation") { validation = try node.integer(from: 0) }
    if let node = key("limit"), !node.isNull { limit = try node.integer(from: 1) }
  }
}

extension RunConfiguration.Layers {
  init(_ node: ConfigurationNode) throws(ExperimentError) {
    self.init()
    let key = try node.mapping([
      "family", "widths", "blocks", "heads", "patch", "activation", "initializer", "normalization",
    ])
    if let node = key("family") { family = try node.word() }
    switch family {
    case .perceptron: break
    case .convolutional: widths = [32, 64, 128]
    case .strided: widths = [16, 32, 100]
    case .residual: widths = [16, 32, 64]
    case .depthwise: widths = [16, 32, 64]
    case .transformer: (widths, blocks, heads, patch) = ([32, 64], 2, 2, 7)
    }
    if let node = key("widths") {
      widths = []
      for element in try node.list() {
        widths.append(try element.integer(from: 1, to: 1 << 24))
      }
      guard family == .perceptron || !widths.isEmpty else {
        throw node.error("\(node.path) is empty; a \(family.rawValue) network needs a width.")
      }
      guard family != .transformer || widths.count == 2 else {
        throw node.error(
          "\(node.path) has \(widths.count) numbers; a transformer has two: the numbers of a token, and "
            + "the hidden units of a block.")
      }
    }
    if let node = key("blocks") {
      blocks = try node.integer(from: 1, to: 1000)
      guard family == .residual || family == .transformer || blocks == 1 else {
        throw node.error(
          "\(node.path) is \(blocks), but a \(family.rawValue) network has no blocks; leave it out."
        )
      }
    }
    if let node = key("heads") { heads = try node.integer(ofTransformer: family) }
    if let node = key("patch") { patch = try node.integer(ofTransformer: family) }
    if let node = key("activation") { activation = try node.word() }
    if let node = key("initializer") { initializer = try node.word() }
    if let node = key("normalization"), !node.isNull {
      normalization = try ChannelNormalization(node)
    }
  }
}

extension ConfigurationNode {
  /// Returns a number that transformers alone have.
  fileprivate func integer(
    ofTransformer family: RunConfiguration.Layers.Family
  ) throws(ExperimentError) -> Int {
    guard family == .transformer else {
      throw error(
        "\(path) is of transformers, and a \(family.rawValue) network has none; leave it out.")
    }
    return try integer(from: 1, to: 1 << 12)
  }
}

extension ChannelNormalization {
  init(_ node: ConfigurationNode) throws(ExperimentError) {
    let key = try node.mapping(["means", "deviations"])
    guard let means = key("means"), let deviations = key("deviations") else {
      throw node.error(
        "\(node.path) needs means and deviations: a number of each for every channel.")
    }
    var (centers, scales) = ([Double](), [Double]())
    for element in try means.list() { centers.append(try element.number("finite") { _ in true }) }
    for element in try deviations.list() {
      scales.append(try element.number("more than 0") { $0 > 0 })
    }
    self.init(means: centers, deviations: scales)
  }
}

extension Optimizer {
  init(_ node: ConfigurationNode) throws(ExperimentError) {
    var all = ["name"]
    for key in Rule.allCases.flatMap({ $0.settings.map(\.key) }) where !all.contains(key) {
      all.append(key)
    }
    guard let named = try node.mapping(all)("name") else {
      let names = Rule.allCases.map(\.rawValue).joined(separator: ", ")
      throw node.error("\(node.path) has no name; give one of \(names).")
    }
    let rule = try named.word(Rule.self)
    let key = try node.mapping(["name"] + rule.settings.map(\.key))
    var values: [Double] = []
    for setting in rule.settings {
      guard let given = key(setting.key) else {
        guard let standard = setting.standard else {
          throw node.error(
            "\(node.path) has no \(setting.key), and \(rule.rawValue) has none by default; give "
              + "one.")
        }
        values.append(standard)
        continue
      }
      values.append(try given.number(setting.range.words) { setting.range.contains($0) })
    }
    self.init(rule, values: values)
  }
}

extension RateSchedule {
  init(_ node: ConfigurationNode) throws(ExperimentError) {
    enum Name: String, CaseIterable { case drops, cosine }
    let all = try node.mapping(["decay", "factor", "epochs", "warmup"])
    let warmup = try all("warmup")?.integer(from: 0) ?? 0
    switch try all("decay")?.word(Name.self) ?? .drops {
    case .drops: try self.init(drops: node, all, warmup)
    case .cosine:
      _ = try node.mapping(["decay", "warmup"])
      do {
        self = try .cosine(warmup: warmup)
      } catch {
        throw node.error(error.message)
      }
    }
  }

  private init(
    drops node: ConfigurationNode, _ key: (String) -> ConfigurationNode?, _ warmup: Int
  ) throws(ExperimentError) {
    guard let factor = key("factor"), let list = key("epochs") else {
      throw node.error(
        "\(node.path) needs factor and epochs, what the rate is multiplied by and after which "
          + "epochs, or decay: cosine.")
    }
    var epochs: [Int] = []
    for element in try list.list() { epochs.append(try element.integer(from: 1)) }
    let share = try factor.number("above 0 and at most 1") { $0 > 0 && $0 <= 1 }
    do {
      try self.init(factor: share, epochs: epochs, warmup: warmup)
    } catch {
      throw node.error(error.message)
    }
  }
}

extension SaturationPenalty {
  init(_ node: ConfigurationNode) throws(ExperimentError) {
    let key = try node.mapping([
      "minimum", "maximum", "step", "warmup", "unit", "normalization", "attention",
    ])
    guard let maximum = key("maximum"), let step = key("step") else {
      throw node.error(
        "\(node.path) needs maximum and step: the largest weight λ, and its rise in each unit.")
    }
    let schedule: PenaltySchedule
    do {
      schedule = try PenaltySchedule(
        minimum: try key("minimum")?.weight() ?? 0, maximum: try maximum.weight(),
        step: try step.weight(), warmup: try key("warmup")?.integer(from: 0) ?? 0,
        unit: try key("unit")?.word() ?? .steps)
    } catch let error as TrainingError {
      throw node.error(error.message)
    } catch let error as ExperimentError {
      throw error
    } catch {
      throw node.error("\(error)")
    }
    self.init(
      schedule: schedule, normalization: try key("normalization")?.word() ?? .sum,
      attention: try key("attention")?.weight() ?? 0)
  }
}

extension Augmentation {
  init(_ node: ConfigurationNode) throws(ExperimentError) {
    let key = try node.mapping(["crop", "flips"])
    let crop = try key("crop")?.integer(from: 0) ?? 0
    let flips = try key("flips")?.boolean() ?? false
    do {
      try self.init(crop: crop, flips: flips)
    } catch {
      throw (key("crop") ?? node).error(error.message)
    }
  }
}

extension ConfigurationNode {
  func weight() throws(ExperimentError) -> Double {
    try number("0 or more") { $0 >= 0 }
  }
}
