import PlateauData
import PlateauTraining
import Yams

extension RunConfiguration {
  /// Reads a configuration from a YAML file; what it leaves out has its default.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - overrides: Texts of the form `training.epochs=5` that replace what the file says.
  /// - Throws: `DataError` where the file cannot be read, `ExperimentError` with line and column
  ///   for an unknown key, a wrong type, or a value outside its range.
  public init(contentsOf path: String, overrides: [String] = []) throws {
    try self.init(
      parsing: try FileBytes.read(path, limit: 1 << 20), named: path, overrides: overrides)
  }

  /// Reads a configuration from the bytes of a YAML file.
  ///
  /// - Parameters:
  ///   - bytes: The whole file, in UTF-8.
  ///   - name: What messages call it.
  ///   - overrides: Texts of the form `training.epochs=5` that replace what the file says.
  /// - Throws: `ExperimentError`, as for a file.
  public init(
    parsing bytes: [UInt8], named name: String, overrides: [String] = []
  ) throws(ExperimentError) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ExperimentError(
        .configuration, "'\(name)' is not text in UTF-8. Give a YAML configuration.")
    }
    try self.init(yaml: text, named: name, overrides: overrides)
  }

  /// Reads a configuration from YAML text.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - name: What messages call it.
  ///   - overrides: Texts of the form `training.epochs=5` that replace what the text says.
  /// - Throws: `ExperimentError`, as for a file.
  public init(
    yaml text: String, named name: String, overrides: [String] = []
  ) throws(ExperimentError) {
    var root = try Self.compose(text, named: name)
    for override in overrides { try ConfigurationOverride(override).apply(to: &root) }
    try self.init(ConfigurationNode(source: name, path: "", node: root))
  }

  /// The most aliases of a text: where each stands for several others, and so on, what they stand
  /// for grows exponentially, and comparing keys looks at all of it.
  private static let mostAliases = 16

  static func compose(_ text: String, named name: String) throws(ExperimentError) -> Node {
    // An alias is an asterisk before a letter, a digit, '-' or '_'.
    let aliases = zip(text.utf8, text.utf8.dropFirst()).count { mark, next in
      mark == UInt8(ascii: "*") && (next > 0x7f || "-_".utf8.contains(next) || isAlphanumeric(next))
    }
    guard aliases <= mostAliases else {
      throw ExperimentError(
        .configuration,
        "'\(name)' has \(aliases) aliases, such as '*name'; at most \(mostAliases) are read. Write "
          + "out what they stand for.")
    }
    do {
      return try Yams.compose(yaml: text) ?? .mapping(Node.Mapping([]))
    } catch let error as YamlError {
      throw ExperimentError(.configuration, "'\(name)' is not valid YAML: \(error.brief)")
    } catch {
      throw ExperimentError(
        .configuration, "'\(name)' is not valid YAML: \("\(error)".quotedForMessage)")
    }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    return isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private init(_ root: ConfigurationNode) throws(ExperimentError) {
    self.init()
    let key = try root.mapping(["data", "network", "training", "seed"])
    if let node = key("data") { data = try Data(node) }
    if let node = key("network") { network = try Layers(node) }
    if let node = key("training") { try readTraining(node) }
    if let node = key("seed") { seed = UInt64(try node.integer(from: 0)) }
  }

  private mutating func readTraining(_ node: ConfigurationNode) throws(ExperimentError) {
    let key = try node.mapping([
      "epochs", "batchSize", "optimizer", "rateSchedule", "penalty", "adversarial",
      "attackEpsilon", "certified", "augmentation", "selection", "patience",
    ])
    if let node = key("epochs") { training.epochs = try node.integer(from: 1) }
    if let node = key("batchSize") {
      training.batchSize = try node.integer(from: 1, to: 1 << 20)
    }
    if let node = key("optimizer") { training.optimizer = try Optimizer(node) }
    if let node = key("rateSchedule"), !node.isNull {
      training.rateSchedule = try RateSchedule(node)
    }
    if let node = key("penalty"), !node.isNull { training.penalty = try SaturationPenalty(node) }
    if let node = key("adversarial") { training.isAdversarial = try node.boolean() }
    if let node = key("attackEpsilon") {
      attackEpsilon = try node.number("0 or more", { $0 >= 0 })
    }
    if let node = key("certified"), !node.isNull {
      training.certified = try CertifiedTraining(node)
    }
    if let node = key("augmentation"), !node.isNull {
      training.augmentation = try Augmentation(node)
    }
    if let node = key("selection") { training.selection = try node.word() }
    if let node = key("patience"), !node.isNull {
      training.patience = try node.integer(from: 1)
    }
    do {
      try training.validate()
    } catch {
      throw node.error(error.message)
    }
  }
}

extension YamlError {
  /// The problem in one line, with its place.
  var brief: String {
    switch self {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      "line \(mark.line), column \(mark.column): \(problem)."
    case .duplicatedKeysInMapping(let duplicates, let context):
      "line \(context.mark.line): the key "
        + duplicates.prefix(4).map(\.quotedForMessage).joined(separator: ", ") + " occurs twice."
    case .reader(let problem, _, let value, _):
      problem + (value >= 0 ? ": U+\(String(value, radix: 16, uppercase: true))." : ".")
    default: "it cannot be read."
    }
  }
}
