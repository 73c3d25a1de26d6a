import PlateauData
import PlateauNumerics
import Testing

@testable import PlateauExperiments

@Suite("Images of targeted attacks")
struct TargetedImagesTests {
  private let images = TargetedImages(
    sources: [
      TargetedSource(label: 0, example: 17, confidence: 0.5),
      TargetedSource(label: 2, example: 3, confidence: 1),
    ],
    classCount: 3, shape: InputShape(channels: 1, height: 1, width: 2),
    pixels: Matrix(
      rows: 6, columns: 2, elements: (0..<12).map { Float($0) / 11 }),
    isReached: [true, false, true, true, false, true])

  @Test func `are read back as they were written`() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/images.npz"
    try images.write(to: path)
    #expect(try TargetedImages.read(path) == images)
    #expect(try NPZFile.read(path).array("x").shape == [2, 3, 1, 1, 2])
  }

  @Test func `are rounded to levels of gray`() {
    #expect(images.bytes(row: 0, target: 0) == [0, 23])
    #expect(images.bytes(row: 1, target: 2) == [232, 255])
    #expect(images.place(row: 1, target: 2) == 5)
  }

  @Test func `that do not fit together are refused`() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/images.npz"
    var builder = NPZBuilder()
    builder.add("x", NPYArray([Float](repeating: 0, count: 8), shape: [1, 2, 1, 2, 2]))
    builder.add("reached", NPYArray([true], shape: [1, 1]))
    builder.add("label", NPYArray([0], shape: [1]))
    builder.add("example", NPYArray([0], shape: [1]))
    builder.add("confidence", NPYArray([0.5], shape: [1]))
    try builder.write(to: path)
    let error = #expect(throws: ExperimentError.self) { try TargetedImages.read(path) }
    #expect(
      error?.message.replacing(folder.path, with: "DIR")
        == "'DIR/images.npz' holds images of shape [1, 2, 1, 2, 2] for 1 sources and 1 answers; "
        + "[sources, classes, channels, height, width] and an answer for each image are needed. "
        + "Make it again.")
  }
}
