import PlateauNumerics
import Testing

@testable import PlateauData

@Suite("Datasets in the order of a model")
struct DatasetArrangementTests {
  /// Two gray images of 2×3 pixels, as IDX files have them.
  private static let dataset = Dataset(
    name: "small",
    training: .none(classCount: 2, shape: InputShape(channels: 1, height: 2, width: 3)),
    test: Examples(
      inputs: Matrix(rows: 2, columns: 6, elements: (0..<12).map { Float($0) / 16 }),
      labels: [0, 1], classCount: 2, shape: InputShape(channels: 1, height: 2, width: 3)))

  @Test func `images go to a file as an array of their sides would`() throws {
    let swapped = ArrayFormat(
      shape: InputShape(channels: 1, height: 3, width: 2),
      own: InputArrangement(sides: [1, 2, 3], places: [0, 3, 1, 4, 2, 5]))
    let examples = try Self.dataset.arranged(for: swapped).test
    #expect(examples.inputs.elements.map { $0 * 16 } == [0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11])
    #expect(examples.array(of: examples.inputs).shape == [2, 2, 3])
    #expect(
      examples.array(of: examples.inputs).floats() == Self.dataset.test.inputs.elements)
  }

  @Test func `nothing is turned for a model of the same images, or of vectors`() throws {
    for shape in [InputShape(channels: 1, height: 2, width: 3), .vector(6), .vector(7)] {
      let dataset = try Self.dataset.arranged(for: ArrayFormat(shape: shape))
      #expect(dataset.test == Self.dataset.test && dataset.checksum == Self.dataset.checksum)
    }
  }

  @Test func `swapped sides are refused`() {
    let format = ArrayFormat(shape: InputShape(channels: 1, height: 3, width: 2))
    #expect(
      message { try Self.dataset.arranged(for: format) }
        == "'small' has images of 1×2×3, but the model takes images of 1×3×2: [examples, 3, 2] is "
        + "needed. Give the data it was trained on.")
  }
}
