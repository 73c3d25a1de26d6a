import CPlateauKernels
import PlateauNumerics

/// Rows of centers and spreads as what their first column has and a list of those that differ.
///
/// Of images most pixels are background. Rows in which more than half of the columns differ are not
/// listed.
final class DifferenceLists {
  private let items: UnsafeMutablePointer<plateau_difference>
  private let starts: UnsafeMutablePointer<Int64>
  private let bases: RowBuffer<Double>
  /// The numbers of rows that are listed, and of the others.
  private(set) var listed: [Int] = []
  private(set) var others: [Int] = []

  init(capacity: Int, columns: Int) {
    // The last row may be too long to be kept.
    items = .allocate(capacity: capacity * (columns / 2) + columns)
    starts = .allocate(capacity: capacity + 1)
    bases = RowBuffer(capacity: capacity, columns: 2)
    listed.reserveCapacity(capacity)
    others.reserveCapacity(capacity)
  }

  deinit {
    items.deallocate()
    starts.deallocate()
  }

  /// The bytes that a row takes, nearly.
  static func bytes(columns: Int) -> Int { columns / 2 * MemoryLayout<plateau_difference>.stride }

  /// Takes rows of boxes.
  ///
  /// Centers are sums c₀·Σw + Σ w·(c − c₀) with Σw rounded, which is off by γ₂ₙ of Σ|w||c| and twice
  /// |c₀|·Σ|w|; spreads in the same way, by γ₂ₙ of Σ|w|s and twice s₀·Σ|w|. The first of both terms is
  /// allowed for as in any product; to s₀ as much is added as makes up for the second, twice over.
  ///
  /// - Parameters:
  ///   - source: The boxes.
  ///   - rows: Their number.
  ///   - gamma: γ₂ₙ₊₁₆ for n columns.
  ///   - centers: Receives the centers of rows that are not listed, one after another.
  ///   - spreads: Their radii with γ₂ₙ₊₁₆ times the centers.
  ///   - columns: n.
  func load(
    _ source: IntervalBox, rows: Int, gamma: Double, centers: RowBuffer<Double>,
    spreads: RowBuffer<Double>, columns: Int
  ) {
    listed.removeAll(keepingCapacity: true)
    others.removeAll(keepingCapacity: true)
    var end = 0
    starts[0] = 0
    for row in 0..<rows {
      let place = others.count * columns
      let (center, spread) = (centers.pointer + place, spreads.pointer + place)
      LevelTable.enclosures.centers(
        count: columns, low: source.lower + row * columns, high: source.upper + row * columns,
        gamma: gamma, center: center, spread: spread)
      let count = Int(plateau_list_differences(Int64(columns), center, spread, items + end))
      guard 2 * count <= columns else {
        others.append(row)
        continue
      }
      bases[listed.count, 0] = center[0]
      bases[listed.count, 1] = spread[0] + 4 * gamma * (spread[0] + center[0].magnitude)
      end += count
      listed.append(row)
      starts[listed.count] = Int64(end)
    }
  }

  /// The products of listed rows with weights and with their magnitudes, in the order of ``listed``.
  func multiply(
    _ weights: WeightPanels, into products: UnsafeMutablePointer<Double>,
    _ radii: UnsafeMutablePointer<Double>
  ) {
    withUnsafePointer(to: weights.panels) { panels in
      LevelTable.enclosures.addDifferences(
        rows: listed.count, panels: panels, bases: bases.pointer, starts: starts,
        differences: items, centers: products, spreads: radii)
    }
  }
}
