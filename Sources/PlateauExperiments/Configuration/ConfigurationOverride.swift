import Yams

/// A value given on the command line in place of what a configuration says: `training.epochs=5`.
struct ConfigurationOverride {
  private let text: String
  private let keys: [String]
  private let value: Node

  init(_ text: String) throws(ExperimentError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let keys = parts[0].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, keys.allSatisfy({ !$0.isEmpty }) else {
      throw ExperimentError(
        .configuration,
        "'\(text)' does not set a value. Write key=value, such as training.epochs=5.")
    }
    self.text = text
    self.keys = keys
    value = try RunConfiguration.compose(String(parts[1]), named: text)
  }

  /// Puts the value at its place, making the mappings on the way.
  func apply(to root: inout Node) throws(ExperimentError) {
    root = try replaced(root, keys[...])
  }

  private func replaced(
    _ node: Node?, _ keys: ArraySlice<String>
  ) throws(ExperimentError) -> Node {
    guard let first = keys.first else { return value }
    var pairs: [(Node, Node)] = []
    var tail: Node?
    switch node {
    case .mapping(let mapping):
      for pair in mapping {
        if pair.key.scalar?.string == first {
          tail = pair.value
        } else {
          pairs.append((pair.key, pair.value))
        }
      }
    case nil: break
    case .scalar(let scalar) where ["", "null", "~"].contains(scalar.string): break
    default:
      throw ExperimentError(
        .configuration, "'\(text)' sets '\(first)' of a value that is no mapping.")
    }
    pairs.append((Node(first), try replaced(tail, keys.dropFirst())))
    return .mapping(Node.Mapping(pairs, .implicit, .any, node?.mark))
  }
}
