import CPlateauKernels
import PlateauNumerics
import Testing

/// What kernels make of operands at one level, value by value.
struct LevelTrace {
  private(set) var results: [(name: String, bits: [UInt64])] = []

  /// Adds results; of those that are no numbers only that they are none.
  mutating func add<Element: BinaryFloatingPoint>(_ name: String, _ values: [Element]) {
    // Singles are doubles, exactly.
    results.append((name, values.map { $0.isNaN ? .max : Double($0).bitPattern }))
  }

  mutating func add<Count: BinaryInteger>(_ name: String, counts: [Count]) {
    results.append((name, counts.map { UInt64(truncatingIfNeeded: $0) }))
  }

  /// The tables of all levels that this processor runs but the portable one.
  static let tables = ProcessorLevel.available.filter { $0 != .portable }.map(LevelTable.table)

  /// Expects the same bits of all levels, given the same operands.
  static func compare(
    _ operands: LevelOperands,
    _ body: (plateau_level_table, inout LevelOperands, inout Self) -> Void
  ) {
    func trace(_ table: plateau_level_table) -> Self {
      var (operands, trace) = (operands, Self())
      body(table, &operands, &trace)
      return trace
    }
    let portable = trace(LevelTable.table(at: .portable))
    for table in tables {
      let other = trace(table)
      for (own, result) in zip(portable.results, other.results) where own.bits != result.bits {
        Issue.record("\(own.name) differs at another level")
      }
    }
  }
}

/// Operands of kernels, the same in the same order for every level.
struct LevelOperands: CustomTestStringConvertible {
  /// Which numbers occur.
  enum Kind: CaseIterable {
    /// Numbers in ±8.
    case plain
    /// Zeros of both signs, and subnormals, too.
    case small
    /// Infinities, NaN, and numbers that overflow, too.
    case all
  }

  /// Lengths of rows around those of vectors.
  static let sizes = [1, 2, 7, 15, 16, 17, 33, 100, 270]

  let kind: Kind
  let count: Int
  private var generator: SeededGenerator

  init(_ kind: Kind, count: Int) {
    self.kind = kind
    self.count = count
    generator = SeededGenerator(seed: UInt64(count), purpose: "levels")
  }

  var testDescription: String { "\(count) \(kind) numbers" }

  static let all = Kind.allCases.flatMap { kind in sizes.map { Self(kind, count: $0) } }
  static let finite = all.filter { $0.kind != .all }

  /// Numbers of this kind, `count` unless another number is asked for.
  mutating func values<Element: Scalar>(_ size: Int? = nil) -> [Element] {
    (0..<(size ?? count)).map { _ in
      let value = Element(generator.uniform(-8, 8))
      switch (kind, generator.below(24)) {
      case (.small, 0), (.all, 0): return 0
      case (.small, 1), (.all, 1): return -0.0
      case (.small, 2), (.all, 2): return .leastNonzeroMagnitude * value.rounded()
      case (.small, 3), (.all, 3): return .leastNormalMagnitude * value
      case (.all, 4): return .infinity
      case (.all, 5): return -.infinity
      case (.all, 6): return .nan
      case (.all, 7): return value * 100
      case (.all, 8): return .greatestFiniteMagnitude / 8 * value
      default: return value
      }
    }
  }

  /// The magnitudes of such numbers, finite.
  mutating func radii<Element: Scalar>(_ size: Int? = nil) -> [Element] {
    let values: [Element] = values(size)
    return values.map { $0.isFinite ? $0.magnitude : 1 }
  }

  /// Labels below a number of classes.
  mutating func labels(_ size: Int, classes: Int) -> [Int32] {
    (0..<size).map { _ in Int32(generator.below(classes)) }
  }

  /// Some numbers made zero.
  mutating func sparse<Element: Scalar>(_ size: Int, density: Double) -> [Element] {
    let values: [Element] = values(size)
    return values.map { generator.uniform() < density ? $0 : 0 }
  }
}
