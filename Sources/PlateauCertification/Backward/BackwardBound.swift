import PlateauNumerics

/// Rows of coefficients on their way back to the input.
///
/// Each stands for a functional f of the input, with f ≥ Σ aᵢ·vᵢ + constant − error in real
/// arithmetic over the region, where v are values of the network: at first late ones, in the end
/// the inputs. Both bounds of a unit are those of a pair of functionals, z and −z, whose rows a and
/// −a are carried as one until lines part them.
final class BackwardBound {
  enum Phase {
    /// Every row is a functional of its own.
    case single
    /// Every row a stands for a and −a.
    case mirrored
    /// a = m − d and −(m + d): m in the first half, d in the second.
    case split
    /// Pairs, one after another in two halves.
    case doubled
  }

  let network: BoundedNetwork
  /// The number of pairs that there is room for.
  let pairs: Int
  /// By value.
  let coefficients: [RowBuffer<Double>]
  /// Of the functionals: the second ones of pairs begin at `pairs`.
  let constants: RowBuffer<Double>
  let errors: RowBuffer<Double>
  /// The bounds of the functionals, when they have arrived.
  let bounds: RowBuffer<Double>
  /// The example of each row, in order.
  var examples: [Int] = []
  var phase = Phase.single
  var isWritten: [Bool]
  /// The lines that have just parted pairs: where d is not 0.
  var parted: RelaxationBlock?

  /// By value: what comes back to it from another side, where there are two.
  let spares: [RowBuffer<Double>?]
  let sums: RowBuffer<Double>
  /// Whether single rows are minimized exactly over balls clipped to the box, which takes longer.
  var isExact = false
  let zeros: RowBuffer<Double>
  /// Columns of d and rows of weights.
  let gathered: RowBuffer<Double>
  let weights: RowBuffer<Double>

  /// Allocates the memory.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - pairs: The most pairs of rows.
  init(_ network: BoundedNetwork, pairs: Int) {
    self.network = network
    self.pairs = pairs
    let widths = network.widths
    coefficients = widths.map { RowBuffer(capacity: 2 * pairs, columns: $0) }
    func column() -> RowBuffer<Double> { RowBuffer(capacity: 2 * pairs, columns: 1) }
    (constants, errors, bounds) = (column(), column(), column())
    isWritten = Array(repeating: false, count: widths.count)
    let uses = network.uses
    spares = widths.indices.map { value in
      uses[value] > 1 ? RowBuffer(capacity: 2 * pairs, columns: widths[value]) : nil
    }
    sums = RowBuffer(capacity: 1, columns: 8)
    zeros = RowBuffer(capacity: 1, columns: widths[0])
    let dense = network.stages.map { stage in
      stage.isDense ? (stage.outputs, stage.inputs) : (0, 0)
    }
    gathered = RowBuffer(capacity: pairs, columns: dense.reduce(0) { max($0, $1.0) })
    weights = RowBuffer(capacity: 1, columns: dense.reduce(0) { max($0, $1.0 * $1.1) })
  }

  /// The bytes that a pair takes, nearly.
  static func bytes(_ network: BoundedNetwork) -> Int {
    let kept = zip(network.widths, network.uses).reduce(0) { $0 + ($1.1 > 1 ? 2 : 1) * $1.0 }
    return 2 * kept * MemoryLayout<Double>.stride
  }

  /// Nothing is known of rows that have not arrived.
  func forget() { bounds.pointer.update(repeating: -.infinity, count: 2 * pairs) }

  /// The rows in use: the first and their number, once or twice.
  var segments: [Range<Int>] {
    let first = 0..<examples.count
    switch phase {
    case .single, .mirrored: return [first]
    case .split, .doubled: return [first, pairs..<pairs + examples.count]
    }
  }

  /// Begins with rows of a value.
  func start(_ phase: Phase, at value: Int) {
    precondition(examples.count <= (phase == .single ? 2 * pairs : pairs), "too many rows")
    self.phase = phase
    parted = nil
    for index in isWritten.indices { isWritten[index] = false }
    isWritten[value] = true
  }

  /// The example of a row.
  @inline(__always)
  func example(_ row: Int) -> Int { examples[row < examples.count ? row : row - pairs] }
}

extension BoundedNetwork {
  /// The number of pairs of functionals that are carried back together: as many as 32 MB hold, and
  /// a deadline allows.
  var pairs: Int { max(1, min(256, (32 << 20) / BackwardBound.bytes(self), rowsBetweenLooks / 2)) }
}
