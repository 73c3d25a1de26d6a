/// The nodes of a graph that are not read, and the values that nothing is known of for it.
///
/// The reader goes on after such a node, so that one message names all of them. What depends on a value
/// that is not known is passed over in silence.
struct ONNXRefusals {
  /// Nodes of one operation that are refused for one reason.
  private struct Group {
    let operation: String
    let reason: String
    let first: String
    var count = 1
  }

  private let file: String
  private var first: FormatError?
  private var groups: [Group] = []
  private var count = 0
  private var unknown: Set<String> = []

  init(in file: String) { self.file = file }

  /// Whether a node takes what nothing is known of; then it makes such values, too.
  mutating func passesOver(_ node: ONNXNode) -> Bool {
    guard node.inputs.contains(where: unknown.contains) else { return false }
    unknown.formUnion(node.proto.output)
    return true
  }

  /// Adds a node, with the error that refuses it.
  mutating func add(_ node: ONNXNode, _ error: FormatError) {
    unknown.formUnion(node.proto.output)
    first = first ?? error
    // The same node of other draws is refused, too.
    guard node.draw.index == 0 else { return }
    count += 1
    let label = node.label + " "
    let reason =
      error.message.hasPrefix(label)
      ? String(error.message.dropFirst(label.count)) : "cannot be read: \(error.message)"
    let operation = node.operation
    if let index = groups.firstIndex(where: { $0.operation == operation && $0.reason == reason }) {
      groups[index].count += 1
    } else {
      groups.append(Group(operation: operation, reason: reason, first: node.shortName))
    }
  }

  /// The most groups that a message lists.
  private static let mostGroups = 20

  /// Refuses the file where a node was refused: with the error of one, or with all of them.
  func check() throws(FormatError) {
    guard let first else { return }
    guard count > 1 else { throw first }
    let known = " " + ONNXNode.knownOperations
    var lines = ["'\(file)' has \(count) nodes that are not read:"]
    for group in groups.prefix(Self.mostGroups) {
      let nodes =
        group.count == 1 ? group.first : "\(group.count) nodes, the first \(group.first)"
      let isUnknown = group.reason.hasSuffix(known)
      let reason = isUnknown ? String(group.reason.dropLast(known.count)) : group.reason
      lines.append("  \(group.operation) (\(nodes)) \(reason)")
    }
    if groups.count > Self.mostGroups {
      lines.append("  and others of \(groups.count - Self.mostGroups) kinds.")
    }
    if groups.contains(where: { $0.reason.hasSuffix(known) }) {
      lines.append(ONNXNode.knownOperations)
    }
    throw FormatError(first.code, lines.joined(separator: "\n"))
  }
}
