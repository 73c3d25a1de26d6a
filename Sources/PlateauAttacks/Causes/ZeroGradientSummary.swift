/// How many gradients are exactly zero, and why.
public struct ZeroGradientSummary: Sendable, Hashable {
  /// One cause and the number of examples it holds for.
  public struct Entry: Sendable, Hashable {
    /// The cause, with its layer.
    public let cause: ZeroGradientCause
    /// The number of examples.
    public let count: Int
  }

  /// The number of examples looked at.
  public let examples: Int
  /// The causes that occur, from the output inwards.
  public let entries: [Entry]

  /// Counts causes.
  ///
  /// - Parameter causes: One for each example; nil where the gradient is not zero.
  public init(_ causes: [ZeroGradientCause?]) {
    examples = causes.count
    let counts = causes.reduce(into: [ZeroGradientCause: Int]()) { counts, cause in
      if let cause { counts[cause, default: 0] += 1 }
    }
    entries = counts.map { Entry(cause: $0.key, count: $0.value) }.sorted {
      ($0.cause.order, $0.cause.layer ?? 0) < ($1.cause.order, $1.cause.layer ?? 0)
    }
  }

  /// The number of examples with a gradient that is exactly zero.
  public var count: Int { entries.reduce(0) { $0 + $1.count } }

  /// The number of those for which exact arithmetic would give another gradient.
  public var artefacts: Int {
    entries.reduce(0) { $0 + ($1.cause.isOfNetwork ? 0 : $1.count) }
  }

  /// A sentence such as `79 % of naive gradients are exactly zero (slope underflow in layers 1 and
  /// 2)`, the most frequent kind of cause first.
  ///
  /// - Parameter rule: The word for how gradients were computed.
  /// - Returns: A clause without a full stop.
  public func text(rule: String = "naive") -> String {
    guard count > 0 else { return "no \(rule) gradient is exactly zero" }
    let kinds = Dictionary(grouping: entries) { $0.cause.words }.map { words, entries in
      (words: words, entries: entries, count: entries.reduce(0) { $0 + $1.count })
    }.sorted {
      ($1.count, $0.entries[0].cause.order) < ($0.count, $1.entries[0].cause.order)
    }
    let causes = kinds.map { kind in
      let layers = kind.entries.compactMap(\.cause.layer)
      return kind.words + (layers.isEmpty ? "" : " in " + Self.list(layers))
    }
    return "\(Self.percent(count, of: examples)) of \(rule) gradients are exactly zero "
      + "(\(causes.joined(separator: ", ")))"
  }

  private static func list(_ layers: [Int]) -> String {
    guard let last = layers.last, layers.count > 1 else { return "layer \(layers.first ?? 0)" }
    return "layers " + layers.dropLast().map(String.init).joined(separator: ", ") + " and \(last)"
  }

  /// Rounded to a whole percent, but neither down to 0 nor up to 100.
  private static func percent(_ count: Int, of total: Int) -> String {
    let share = 100 * Double(count) / Double(total)
    if count < total && share > 99 { return "over 99 %" }
    return share < 1 ? "under 1 %" : "\(Int(share.rounded())) %"
  }
}
