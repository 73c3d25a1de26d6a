import PlateauGeometry
import PlateauNumerics

/// The dissimilarity matrix of one layer: 1 − Pearson correlation for each pair of stimuli.
public struct DissimilarityRecord: Codable, Sendable, Hashable {
  /// `layer 1` from the input on, and `logits`.
  public var name: String
  /// The class of each stimulus, ascending.
  public var labels: [Int]
  /// The values right of the diagonal, row by row, in 0...2, rounded to 0.001.
  public var upper: [Double]

  /// Creates a record.
  ///
  /// - Precondition: there is a value for each pair of stimuli.
  public init(name: String, labels: [Int], upper: [Double]) {
    precondition(upper.count == labels.count * (labels.count - 1) / 2, "each pair has a value")
    self.name = name
    self.labels = labels
    self.upper = upper
  }

  init(name: String, _ matrix: DissimilarityMatrix) {
    let count = matrix.labels.count
    self.init(
      name: name, labels: matrix.labels,
      upper: (0..<count).flatMap { row in
        (row + 1..<max(count, row + 1)).map { (1000 * matrix.values[row, $0]).rounded() / 1000 }
      })
  }

  /// The whole matrix row by row, symmetric and with zeros on the diagonal.
  public var values: [Double] {
    let count = labels.count
    var result = [Double](repeating: 0, count: count * count)
    var place = 0
    for row in 0..<count {
      for column in row + 1..<max(count, row + 1) {
        result[row * count + column] = upper[place]
        result[column * count + row] = upper[place]
        place += 1
      }
    }
    return result
  }
}
