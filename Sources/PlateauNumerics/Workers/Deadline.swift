import Synchronization

/// When to give up: one value that long computations pass down, and look at between their pieces.
///
/// ```swift
/// let deadline = Deadline(after: .seconds(20))
/// for piece in pieces where !deadline.hasPassed { work(on: piece) }
/// ```
///
/// Once it has passed it stays so. The clock is one that nobody sets.
public struct Deadline: Sendable {
  private enum Limit {
    case never
    case at(ContinuousClock.Instant)
    case looks(Looks)
  }

  private let limit: Limit

  private init(_ limit: Limit) { self.limit = limit }

  /// The one that does not pass.
  public static let never = Deadline(.never)

  /// A time from now; never if nil.
  public init(after time: Duration?) {
    limit = time.map { .at(ContinuousClock.now + $0) } ?? .never
  }

  /// Some seconds from now, at once if they are below 0; never if nil.
  public init(afterSeconds seconds: Double?) {
    // Decades are never, and more overflow.
    self.init(after: seconds.map { .seconds(min(max($0, 0), 1e9)) })
  }

  /// A deadline that passes with the look after so many: for tests of who looks, and when.
  package init(looks: Int) {
    limit = .looks(Looks(looks))
  }

  /// Whether it has passed.
  ///
  /// - Complexity: That of reading a clock, some 30 ns.
  public var hasPassed: Bool {
    switch limit {
    case .never: false
    case .at(let end): ContinuousClock.now >= end
    case .looks(let looks): looks.look()
    }
  }

  /// The time until then, not below 0; nil where it never passes.
  public var left: Duration? {
    guard case .at(let end) = limit else { return nil }
    return max(.zero, end - ContinuousClock.now)
  }

  /// The deadline at a share of the time that is left; of one that counts looks the same.
  public func part(_ share: Double) -> Deadline {
    guard let left else { return self }
    return Deadline(.at(ContinuousClock.now + left * share))
  }

  /// The looks so far, where they are counted.
  package var looks: Int? {
    guard case .looks(let looks) = limit else { return nil }
    return looks.made
  }
}

/// Looks that are counted, by all threads together.
private final class Looks: Sendable {
  private let limit: Int
  private let count = Atomic<Int>(0)

  init(_ limit: Int) { self.limit = limit }

  var made: Int { count.load(ordering: .relaxed) }

  func look() -> Bool { count.wrappingAdd(1, ordering: .relaxed).oldValue >= limit }
}
