import PlateauNumerics

// The margins of logits that no dense layer makes: differences of the boxes of two logits.
extension IntervalTrainingPass {
  /// Replaces the centers of logits by the largest z_k − z_y that their boxes allow, for the label y
  /// of each row; that of the label itself is 0.
  func takeMargins(
    _ centers: Out, _ radii: Out, _ labels: UnsafePointer<Int32>, rows: Int, classes: Int
  ) {
    for row in 0..<rows {
      let (center, radius) = (centers + row * classes, radii + row * classes)
      let label = Int(labels[row])
      let (own, spread) = (center[label], radius[label])
      for other in 0..<classes { center[other] += radius[other] + spread - own }
      center[label] = 0
    }
  }

  /// The signals at the radii of logits, from those at the margins.
  ///
  /// Those of a row add up to 0, so that at the label's radius, which every margin has, there is minus
  /// the signal at its center.
  func takeMarginSignals(
    _ labels: UnsafePointer<Int32>, _ range: Range<Int>, _ thread: Int
  ) {
    let last = architecture.stages.count - 1
    let classes = architecture.classCount
    let center = centerSignals[last].pointer(range, thread)
    let radius = radiusSignals[last].pointer(range, thread)
    radius.update(from: center, count: range.count * classes)
    for row in 0..<range.count { radius[row * classes + Int(labels[row])].negate() }
  }
}
