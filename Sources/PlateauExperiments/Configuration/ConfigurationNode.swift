import PlateauData
import Yams

/// One value of a configuration file, with its place for messages.
struct ConfigurationNode {
  /// The name of the file.
  let source: String
  /// The keys that lead to it, such as `training.epochs`; empty for the whole file.
  let path: String
  let node: Node

  /// An error at this value.
  func error(_ problem: String) -> ExperimentError {
    ExperimentError(.configuration, "\(place(node.mark)): \(problem)")
  }

  private func place(_ mark: Mark?) -> String {
    guard let mark else { return "'\(source)'" }
    return "'\(source)', line \(mark.line), column \(mark.column)"
  }

  /// The error of a value of the wrong kind or outside its range.
  func mismatch(_ expected: String) -> ExperimentError {
    error("\(path) is \(found); it must be \(expected).")
  }

  private var found: String {
    switch node {
    case .scalar(let scalar): scalar.string.isEmpty ? "empty" : scalar.string.quotedForMessage
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }

  /// Whether it says that there is nothing: `null`, `~` or no text.
  var isNull: Bool {
    guard case .scalar(let scalar) = node, scalar.style == .plain || scalar.style == .any else {
      return false
    }
    return ["null", "~", ""].contains(scalar.string)
  }

  // MARK: - Mappings

  /// The value of a key of a mapping whose keys are all known.
  ///
  /// - Returns: A lookup that gives nil where the key is absent.
  func mapping(
    _ known: [String]
  ) throws(ExperimentError) -> (String) -> ConfigurationNode? {
    guard case .mapping(let mapping) = node else {
      throw error(
        "\(path.isEmpty ? "the file" : path) is \(found); it must be a mapping with the keys "
          + "\(known.joined(separator: ", ")).")
    }
    for (key, _) in mapping {
      guard let name = key.scalar?.string, known.contains(name) else {
        let name = key.scalar?.string.quotedForMessage ?? "that is no text"
        let owner = path.isEmpty ? "" : " in \(path)"
        throw ExperimentError(
          .configuration,
          "\(place(key.mark)): unknown key \(name)\(owner). Known keys: "
            + "\(known.joined(separator: ", ")).")
      }
    }
    return { key in
      mapping[key].map {
        ConfigurationNode(
          source: source, path: path.isEmpty ? key : "\(path).\(key)", node: $0)
      }
    }
  }

  // MARK: - Values

  private var plain: String? {
    guard case .scalar(let scalar) = node, scalar.style == .plain || scalar.style == .any else {
      return nil
    }
    return scalar.string
  }

  /// An integer of at least a number.
  func integer(from least: Int, to most: Int = 1 << 48) throws(ExperimentError) -> Int {
    guard let text = plain, let value = Int(text), (least...most).contains(value) else {
      throw mismatch("an integer, \(least) or more")
    }
    return value
  }

  /// A number for which a condition holds; of an epsilon it may be a fraction, such as 8/255.
  func number(
    _ expected: String, _ holds: (Double) -> Bool
  ) throws(ExperimentError) -> Double {
    let isEpsilon = path.lowercased().hasSuffix("epsilon")
    guard let text = plain, let value = Double(text) ?? (isEpsilon ? EpsilonText.value(text) : nil),
      value.isFinite, holds(value)
    else {
      throw mismatch("a number, \(expected)")
    }
    return value
  }

  func boolean() throws(ExperimentError) -> Bool {
    switch plain {
    case "true": return true
    case "false": return false
    default: throw mismatch("true or false")
    }
  }

  func text() throws(ExperimentError) -> String {
    guard let scalar = node.scalar, !scalar.string.isEmpty else { throw mismatch("a text") }
    return scalar.string
  }

  /// One of the words of an enumeration.
  func word<Word>(
    _ type: Word.Type = Word.self
  ) throws(ExperimentError) -> Word
  where Word: RawRepresentable<String> & CaseIterable {
    guard let text = plain, let word = Word(rawValue: text) else {
      let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw mismatch("one of \(words)")
    }
    return word
  }

  /// The elements of a list, of which there may be none.
  func list() throws(ExperimentError) -> [ConfigurationNode] {
    guard case .sequence(let sequence) = node else { throw mismatch("a list") }
    return sequence.enumerated().map { index, element in
      ConfigurationNode(source: source, path: "\(path)[\(index)]", node: element)
    }
  }
}
