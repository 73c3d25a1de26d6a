import CPlateauKernels
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// The nearest of the linearized boundaries between the class of each row and others.
struct NearestBoundary {
  /// The gradient of the difference of logits, of shape `[count, features]`, up to a power of two.
  let weights: RowBuffer<Double>
  /// For each row the difference of logits in units of the same power of two, never infinite, and
  /// the binary logarithm of the linearized distance.
  private let numbers: RowBuffer<Double>

  init(_ trial: Trial, key: Int) {
    weights = trial.state(key, columns: trial.iterates.columns)
    numbers = trial.state(key + 1, columns: 2)
  }

  /// What `weights`·*d* has to be for a move *d* onto the boundary.
  func amount(row: Int) -> Double { -numbers.row(row)[0] }

  /// The difference of logits over the length of its gradient under the dual norm.
  func distance(row: Int) -> Double { Elementary.exp2(numbers.row(row)[1]) }

  func clear(_ count: Int) {
    for row in 0..<count { numbers.row(row)[1] = .infinity }
  }

  /// Keeps the latest pull-back of rows where its boundary is nearer than what is known.
  func take(_ trial: Trial, difference: (Int) -> Double, norm: Norm) {
    let gradients = trial.gradient
    let columns = weights.columns
    for row in 0..<trial.count {
      let gradient = gradients.row(row)
      let value = difference(row)
      let exponent = trial.exponent(row: row)
      let size = Self.dualSize(gradient, columns, norm)
      let distance =
        size > 0
        ? Elementary.log2(value.magnitude) - Elementary.log2(size) - Double(exponent)
        : Double.greatestFiniteMagnitude
      guard distance < numbers.row(row)[1] else { continue }
      weights.row(row).update(from: gradient, count: columns)
      let scaled = Double(sign: .plus, exponent: -exponent, significand: value)
      numbers.row(row)[0] = min(
        max(scaled, -.greatestFiniteMagnitude), .greatestFiniteMagnitude)
      numbers.row(row)[1] = distance
    }
  }

  /// ℓ1 for ℓ∞, and ℓ2 for itself.
  private static func dualSize(
    _ gradient: UnsafePointer<Double>, _ count: Int, _ norm: Norm
  ) -> Double {
    switch norm {
    case .l2: return LevelTable.searches.dot(Int64(count), gradient, gradient).squareRoot()
    case .lInfinity:
      var sum = 0.0
      for index in 0..<count { sum += gradient[index].magnitude }
      return sum
    }
  }
}

extension Trial {
  /// Linearizes the boundaries at the iterates, and keeps the nearest for each row.
  ///
  /// It takes one forward pass, and for each boundary one backward pass. Under a surrogate the
  /// gradients are the softened network's, but the differences of logits the real one's: its
  /// boundaries are to be found.
  ///
  /// - Parameters:
  ///   - boundary: Receives what is found.
  ///   - norm: The norm of distances.
  ///   - aims: The one class to compare each row's label with; nil for all others.
  func linearize(
    _ boundary: NearestBoundary, norm: Norm, towards aims: RowBuffer<Double>? = nil
  ) {
    let scores = forwardKeepingRealLogits()
    boundary.clear(count)
    let cotangents = state(-1, columns: classCount)
    for other in 0..<(aims == nil && !isTargeted ? classCount - 1 : 1) {
      for row in 0..<count {
        let (from, to) = sides(row: row, other: other, aims, scores)
        let cotangent = cotangents.row(row)
        cotangent.clear(count: classCount)
        cotangent[to] = 1
        cotangent[from] = -1
      }
      pullBack(cotangents)
      boundary.take(
        self,
        difference: { row in
          let (from, to) = sides(row: row, other: other, aims, scores)
          return scores.row(row)[to] - scores.row(row)[from]
        }, norm: norm)
    }
  }

  /// The classes on both sides of a boundary: from the label to another one; with a targeted goal
  /// from the strongest of the others to the target.
  private func sides(
    row: Int, other: Int, _ aims: RowBuffer<Double>?, _ logits: RowBuffer<Double>
  ) -> (from: Int, to: Int) {
    if let target = target(row: row) {
      let scores = logits.row(row)
      var best = target == 0 ? 1 : 0
      for index in 0..<classCount where index != target && scores[index] > scores[best] {
        best = index
      }
      return (best, target)
    }
    let label = label(row: row)
    if let aims { return (label, Int(aims.row(row)[0])) }
    return (label, other < label ? other : other + 1)
  }

  /// Runs a forward pass for gradients; returns the logits of the real model at the iterates.
  private func forwardKeepingRealLogits() -> RowBuffer<Double> {
    guard case .surrogate(_, .both) = options.rule else {
      forward()
      return logits
    }
    let kept = state(-2, columns: classCount)
    evaluate()
    kept.pointer.update(from: logits.pointer, count: count * classCount)
    forward()
    return kept
  }

  /// How far the latest logits reach the goal: positive once they do, and 0 where the label ties.
  func margin(row: Int) -> Double {
    let scores = logits.row(row)
    let pivot = target(row: row) ?? label(row: row)
    var best = -Double.infinity
    for index in 0..<classCount where index != pivot { best = max(best, scores[index]) }
    return isTargeted ? scores[pivot] - best : best - scores[pivot]
  }
}
