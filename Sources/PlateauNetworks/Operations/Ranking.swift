import PlateauNumerics

/// The largest numbers of each group of those that follow each other, of a value read as a vector, in
/// descending order; of equal ones the first comes first.
///
/// Each carries its gradient to the number that it is. The k-th largest alone is the threshold of
/// k-winners-take-all.
///
/// Source: C. Xiao, P. Zhong and C. Zheng, "Enhancing Adversarial Defense by k-Winners-Take-All",
/// 2020, equation 1.
public struct Ranking: Sendable, Hashable, Codable {
  /// The numbers of a group.
  public let size: Int
  /// The place of the first that is put out, counted from the largest, which has 0.
  public let first: Int
  /// How many are put out.
  public let count: Int

  /// Creates a ranking; sizes that do not fit are refused when an architecture is made.
  public init(size: Int, first: Int = 0, count: Int) {
    (self.size, self.first, self.count) = (size, first, count)
  }
}

extension Ranking: OperationForm {
  package static var kind: String { "ranking" }
  package var words: String {
    first == 0
      ? "ranking (the \(count) largest of \(size))"
      : "ranking (\(count) of \(size), from place \(first) on)"
  }
  package var operation: Operation { .ranking(self) }
  package var isModule: Bool { false }
  package var isNonlinear: Bool { true }
  package func isNonnegative(ofNonnegative takesNone: Bool) -> Bool { takesNone }

  package func append(
    to builder: inout StageBuilder, _ sources: [StageBuilder.Output], at position: Int
  ) throws(NetworkError) {
    let groups = try builder.groups(of: size, named: "\(size)", at: position)
    guard first >= 0, count > 0, first < size, count <= size - first else {
      throw NetworkError(
        "Layer \(position), \(words), puts out places that it does not have; they must be among 0 to "
          + "\(size - 1).")
    }
    builder.order(channelsLast: false, at: position)
    builder.emit(
      .nonlinear(OrderStatistics(groups: groups, size: size, ranks: first..<first + count)),
      shape: InputShape(channels: groups * count, height: 1, width: 1), at: position,
      isChannelsLast: false)
  }
}
