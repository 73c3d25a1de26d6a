import PlateauData

/// Examples of one class that are bounded together.
struct Shard: Sendable {
  let label: Int
  let indices: ArraySlice<Int>

  /// All examples, class by class, in pieces of at most `size`.
  static func sameLabel(_ examples: Examples, size: Int) -> [Shard] {
    var members = Array(repeating: [Int](), count: examples.classCount)
    for (index, label) in examples.labels.enumerated() { members[label].append(index) }
    return members.enumerated().flatMap { label, indices in
      stride(from: 0, to: indices.count, by: size).map { start in
        Shard(label: label, indices: indices[start..<min(start + size, indices.count)])
      }
    }
  }
}
