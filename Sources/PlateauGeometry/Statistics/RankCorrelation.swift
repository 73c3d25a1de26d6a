/// How far two orders agree: Kendall's τ-b, with ties, over pairs within groups.
///
/// With S the number of pairs that both orders rank alike minus those that they rank oppositely, and
/// P and Q the numbers of pairs that are not tied in the one and in the other, τ-b = S / √(P·Q): 1
/// where the orders are the same, −1 where they are opposite. Over several groups S, P and Q are sums
/// over the groups, so that no two members of different groups are ever compared.
///
/// ```swift
/// let agreement = RankCorrelation(x: [1, 2, 3, 4], y: [1, 3, 2, 4])
/// // 5 pairs of 6 alike: τ = 2/3, p = 8/24
/// ```
///
/// Sources: M. Kendall, "The treatment of ties in ranking problems", 1945, for τ-b; R. Korn, "Kendall's
/// tau with a blocking variable", 1984, for groups.
public struct RankCorrelation: Sendable, Hashable, Codable {
  /// The two quantities of one group.
  public struct Group: Sendable, Hashable {
    let x: [Double]
    let y: [Double]

    /// Creates a group.
    ///
    /// - Parameters:
    ///   - x: The one quantity, no NaN among it.
    ///   - y: The other, for each member.
    public init(x: [Double], y: [Double]) {
      precondition(x.count == y.count, "each member has both quantities")
      precondition((x + y).allSatisfy { !$0.isNaN }, "what is ranked is a number")
      self.x = x
      self.y = y
    }
  }

  /// τ-b, in −1...1, with an error of a few units of 2⁻⁵³.
  public let tau: Double
  /// The share of all ways to assign the y of each group to its x whose |S| is at least the one found,
  /// counted one by one; nil where a group has more than 8 members.
  ///
  /// With n members in one group without ties it is 2/n! at least.
  public let pValue: Double?

  /// The largest group whose permutations are counted: 40,320 of them.
  static let largestGroup = 8

  /// Compares the orders of one group, or fails where all x or all y are equal.
  public init?(x: [Double], y: [Double]) {
    self.init([Group(x: x, y: y)])
  }

  /// Compares orders within groups, or fails where all x or all y of each group are equal.
  ///
  /// - Parameter groups: The groups; members are compared with those of their own.
  /// - Complexity: O(n!·n²) for the n ≤ 8 members of each group, O(n²) beyond.
  public init?(_ groups: [Group]) {
    let score = groups.reduce(0) { $0 + Self.score($1.x, $1.y) }
    let pairs = groups.reduce(0) { $0 + Self.score($1.x, $1.x) }
    let others = groups.reduce(0) { $0 + Self.score($1.y, $1.y) }
    guard pairs > 0, others > 0 else { return nil }
    tau = Double(score) / (Double(pairs) * Double(others)).squareRoot()
    guard groups.allSatisfy({ $0.x.count <= Self.largestGroup }) else {
      pValue = nil
      return
    }
    var sums = [0: 1.0]
    for group in groups {
      let scores = Self.scores(group)
      var joined: [Int: Double] = [:]
      // In order: sums beyond 2⁵³ are rounded, and are to be the same each time.
      for (sum, count) in sums.sorted(by: { $0.key < $1.key }) {
        for (score, ways) in scores.sorted(by: { $0.key < $1.key }) {
          joined[sum + score, default: 0] += count * ways
        }
      }
      sums = joined
    }
    let ordered = sums.sorted { $0.key < $1.key }
    let extreme = ordered.filter { $0.key.magnitude >= score.magnitude }
    pValue = extreme.reduce(0) { $0 + $1.value } / ordered.reduce(0) { $0 + $1.value }
  }

  /// S: the sum over pairs of the product of the signs of both differences.
  private static func score(_ x: [Double], _ y: [Double]) -> Int {
    func sign(_ first: Double, _ second: Double) -> Int {
      first < second ? 1 : first > second ? -1 : 0
    }
    var sum = 0
    for i in x.indices {
      for j in x.indices where j > i { sum += sign(x[i], x[j]) * sign(y[i], y[j]) }
    }
    return sum
  }

  /// How many permutations of a group's y lead to each S.
  private static func scores(_ group: Group) -> [Int: Double] {
    var counts: [Int: Double] = [:]
    var y = group.y
    // Heap's algorithm: each permutation by one exchange.
    func visit(_ length: Int) {
      guard length > 1 else {
        counts[score(group.x, y), default: 0] += 1
        return
      }
      for place in 0..<length {
        visit(length - 1)
        if place < length - 1 { y.swapAt(length.isMultiple(of: 2) ? place : 0, length - 1) }
      }
    }
    visit(y.count)
    return counts
  }
}
