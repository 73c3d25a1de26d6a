import PlateauNumerics

extension DissimilarityMatrix {
  /// The mean dissimilarity of two stimuli of one class; nil where no class has two.
  public var meanWithinClasses: Double? { mean { $0 == $1 } }

  /// The mean dissimilarity of two stimuli of different classes; nil where there is one class.
  public var meanBetweenClasses: Double? { mean { $0 != $1 } }

  /// How strongly classes are separated: the mean dissimilarity between classes over that within.
  ///
  /// 1 where classes mean nothing to the layer; infinite where all stimuli of a class look alike and
  /// classes do not; nil where there is no pair of one kind, or where all stimuli look alike.
  public var separation: Double? {
    guard let within = meanWithinClasses, let between = meanBetweenClasses,
      within > 0 || between > 0
    else { return nil }
    return between / within
  }

  private func mean(_ isMeant: (Int, Int) -> Bool) -> Double? {
    var sum = 0.0
    var count = 0
    for row in labels.indices {
      for column in row + 1..<max(labels.count, row + 1)
      where isMeant(labels[row], labels[column]) {
        sum += values[row, column]
        count += 1
      }
    }
    return count > 0 ? sum / Double(count) : nil
  }
}
