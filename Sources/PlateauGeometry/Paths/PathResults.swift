import PlateauNumerics

/// The memory for what is found at every point of a path, written by several threads.
final class PathResults {
  let classes: Int
  let spectrum: Int
  let logits: RowBuffer<Double>
  let probabilities: RowBuffer<Double>
  let logProbabilities: RowBuffer<Double>
  let lengths: UnsafeMutablePointer<ScaledValue>
  let logitValues: UnsafeMutablePointer<ScaledValue>
  let probabilityValues: UnsafeMutablePointer<ScaledValue>

  init(points: Int, classes: Int, spectrum: Int) {
    self.classes = classes
    self.spectrum = spectrum
    logits = RowBuffer(capacity: points, columns: classes)
    probabilities = RowBuffer(capacity: points, columns: classes)
    logProbabilities = RowBuffer(capacity: points, columns: classes)
    func scaled(_ count: Int) -> UnsafeMutablePointer<ScaledValue> {
      let values = UnsafeMutablePointer<ScaledValue>.allocate(capacity: count)
      values.initialize(repeating: .zero, count: count)
      return values
    }
    lengths = scaled(2 * points)
    logitValues = scaled(points * spectrum)
    probabilityValues = scaled(points * spectrum)
  }

  deinit {
    lengths.deallocate()
    logitValues.deallocate()
    probabilityValues.deallocate()
  }

  func point(_ index: Int, at position: Double) -> PathPoint {
    func row(_ buffer: RowBuffer<Double>) -> [Double] {
      Array(UnsafeBufferPointer(start: buffer.row(index), count: classes))
    }
    func values(_ all: UnsafeMutablePointer<ScaledValue>) -> [ScaledValue] {
      Array(UnsafeBufferPointer(start: all + index * spectrum, count: spectrum))
    }
    return PathPoint(
      position: position, logits: row(logits), probabilities: row(probabilities),
      logProbabilities: row(logProbabilities), euclideanLength: lengths[2 * index],
      fisherLength: lengths[2 * index + 1], logitSingularValues: values(logitValues),
      probabilitySingularValues: values(probabilityValues))
  }
}
