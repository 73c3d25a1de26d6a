import PlateauData
import PlateauNumerics

extension TargetedImages {
  /// Writes the images as an npz file, in one step.
  ///
  /// It holds `x` of shape `[sources, classes, channels, height, width]` in float32, `reached` of
  /// shape `[sources, classes]`, and `label`, `example` and `confidence` of the sources.
  ///
  /// - Throws: `DataError` with the system's reason.
  public func write(to path: String) throws {
    var builder = NPZBuilder()
    let sides = [sources.count, classCount, shape.channels, shape.height, shape.width]
    builder.add("x", NPYArray(pixels.elements, shape: sides))
    builder.add("reached", NPYArray(isReached, shape: [sources.count, classCount]))
    builder.add("label", NPYArray(sources.map(\.label), shape: [sources.count]))
    builder.add("example", NPYArray(sources.map(\.example), shape: [sources.count]))
    builder.add("confidence", NPYArray(sources.map(\.confidence), shape: [sources.count]))
    try builder.write(to: path)
  }

  /// Reads what ``write(to:)`` wrote.
  ///
  /// - Throws: `DataError` where the file is missing or damaged, `ExperimentError` where its arrays
  ///   do not fit together.
  public static func read(_ path: String) throws -> TargetedImages {
    let file = try NPZFile.read(path)
    let x = try file.array("x")
    let reached = try file.array("reached").integers()
    let labels = try file.array("label").integers()
    let examples = try file.array("example").integers()
    let confidences = try file.array("confidence").doubles()
    let count = labels.count
    guard x.shape.count == 5, x.shape[0] == count, examples.count == count,
      confidences.count == count, reached.count == count * x.shape[1],
      x.shape.dropFirst(2).allSatisfy({ $0 > 0 })
    else {
      throw ExperimentError(
        .mismatch,
        "'\(path)' holds images of shape \(x.shape) for \(count) sources and \(reached.count) "
          + "answers; [sources, classes, channels, height, width] and an answer for each image "
          + "are needed. Make it again.")
    }
    let shape = InputShape(channels: x.shape[2], height: x.shape[3], width: x.shape[4])
    return TargetedImages(
      sources: labels.indices.map {
        TargetedSource(label: labels[$0], example: examples[$0], confidence: confidences[$0])
      },
      classCount: x.shape[1], shape: shape,
      pixels: Matrix(rows: count * x.shape[1], columns: shape.count, elements: x.floats()),
      isReached: reached.map { $0 != 0 })
  }
}
