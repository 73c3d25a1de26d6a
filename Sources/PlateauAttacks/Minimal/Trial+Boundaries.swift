import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// The nearest of the linearized boundaries between the class of each row and others.
struct NearestBoundary {
  /// The gradient of the difference of logits, of shape `[count, features]`, up to a power of two.
  let weights: RowBuffer<Double>
  private let offsets: RowRecords<Offset>

  /// How far the boundary of a row is away.
  private struct Offset: BitwiseCopyable {
    /// The difference of logits in units of the same power of two, never infinite.
    var difference = 0.0
    /// The binary logarithm of the linearized distance.
    var logDistance = 0.0
  }

  init(_ trial: Trial) {
    weights = trial.vectors("boundary", columns: trial.iterates.columns)
    offsets = trial.records("boundary offset", initially: Offset())
  }

  /// What `weights`·*d* has to be for a move *d* onto the boundary.
  func amount(row: Int) -> Double { -offsets[row].difference }

  /// The difference of logits over the length of its gradient under the dual norm.
  func distance(row: Int) -> Double { Elementary.exp2(offsets[row].logDistance) }

  func clear(_ count: Int) {
    for row in 0..<count { offsets[row].logDistance = .infinity }
  }

  /// Keeps the latest pull-back of rows where its boundary is nearer than what is known.
  func take(_ trial: Trial, difference: (Int) -> Double, norm: Norm) {
    let gradients = trial.gradient
    let columns = weights.columns
    for row in 0..<trial.count {
      let gradient = gradients.row(row)
      let value = difference(row)
      let exponent = trial.exponent(row: row)
      let size = norm.ball.dualLength(of: gradient, count: columns)
      let distance =
        size > 0
        ? Elementary.log2(value.magnitude) - Elementary.log2(size) - Double(exponent)
        : Double.greatestFiniteMagnitude
      guard distance < offsets[row].logDistance else { continue }
      weights.row(row).update(from: gradient, count: columns)
      let scaled = Double(sign: .plus, exponent: -exponent, significand: value)
      offsets[row].difference = min(
        max(scaled, -.greatestFiniteMagnitude), .greatestFiniteMagnitude)
      offsets[row].logDistance = distance
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
    _ boundary: NearestBoundary, norm: Norm, towards aims: RowRecords<Int>? = nil
  ) {
    let scores = forwardKeepingRealLogits()
    boundary.clear(count)
    let cotangents = vectors("cotangents", columns: classCount)
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
    row: Int, other: Int, _ aims: RowRecords<Int>?, _ logits: RowBuffer<Double>
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
    if let aims { return (label, aims[row]) }
    return (label, other < label ? other : other + 1)
  }

  /// Runs a forward pass for gradients; returns the logits of the real model at the iterates.
  private func forwardKeepingRealLogits() -> RowBuffer<Double> {
    guard case .surrogate(_, .both) = options.rule else {
      forward()
      return logits
    }
    let kept = vectors("real logits", columns: classCount)
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
