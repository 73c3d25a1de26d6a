import PlateauData
import PlateauNumerics
import Testing

@Suite("Arrays in the shape of a model's own file")
struct ArrangementTests {
  private static let image = InputShape(channels: 2, height: 3, width: 4)

  /// The order of a file that takes images with their channels last.
  private static let last = InputArrangement(channelsLast: image, sides: [3, 4, 2])

  private func array(_ sides: [Int]) -> NPYArray {
    let count = 2 * sides.reduce(1, *)
    return NPYArray((0..<count).map { Float($0) / 64 }, shape: [2] + sides)
  }

  private func read(_ sides: [Int], _ format: ArrayFormat) throws -> Examples {
    var builder = NPZBuilder()
    builder.add("x", array(sides))
    builder.add("y", NPYArray([0, 1], shape: [2]))
    return try NPZFile(parsing: builder.encoded(), named: "f.npz").dataset(format: format).test
  }

  @Test func `values go to the order of the network, and back`() {
    let values = Array(0..<48)
    let turned = Self.last.networkOrder(values)
    #expect(turned[0..<12].elementsEqual((0..<12).map { 2 * $0 }))
    #expect(turned[36..<48].elementsEqual((0..<12).map { 25 + 2 * $0 }))
    #expect(Self.last.ownOrder(turned) == values)
    // Where nothing is turned there are no places.
    #expect(InputArrangement(sides: [2], places: [0, 1]).places == nil)
    #expect(
      InputArrangement(
        channelsLast: InputShape(channels: 1, height: 3, width: 4), sides: [3, 4, 1]
      ).places == nil)
  }

  @Test(arguments: [[3, 4, 2], [24], [1, 3, 4, 2], [1, 24]])
  func `the shape of the file, sides of 1 and flat arrays are in the file's order`(
    _ sides: [Int]
  ) throws {
    let format = ArrayFormat(shape: Self.image, own: Self.last)
    let examples = try read(sides, format)
    #expect(examples.shape == Self.image)
    #expect(examples.inputs.elements == Self.last.networkOrder(array(sides).floats()))
    let back = examples.array(of: examples.inputs)
    #expect(back.shape == [2] + sides && back.floats() == array(sides).floats())
  }

  @Test func `images of the network are taken, too`() throws {
    let format = ArrayFormat(shape: Self.image, own: Self.last)
    let examples = try read([2, 3, 4], format)
    #expect(examples.inputs.elements == array([2, 3, 4]).floats())
    #expect(examples.arrangement == InputArrangement(Self.image))
  }

  @Test func `of two readings the file's own wins`() throws {
    let cube = InputShape(channels: 3, height: 3, width: 3)
    let own = InputArrangement(channelsLast: cube, sides: [3, 3, 3])
    let examples = try read([3, 3, 3], ArrayFormat(shape: cube, own: own))
    #expect(examples.inputs.elements == own.networkOrder(array([3, 3, 3]).floats()))
  }

  @Test func `swapped sides are refused with both shapes`() {
    let format = ArrayFormat(shape: Self.image, own: Self.last)
    #expect(
      message { try read([2, 4, 3], format) }
        == "Array 'x' of 'f.npz' has the shape [2, 2, 4, 3], but the model takes images of 2×3×4: "
        + "[examples, 3, 4, 2], as its file has it, or [examples, 2, 3, 4] is needed. Transpose it."
    )
    let gray = ArrayFormat(shape: InputShape(channels: 1, height: 3, width: 4))
    #expect(
      message { try read([4, 3], gray) }
        == "Array 'x' of 'f.npz' has the shape [2, 4, 3], but the model takes images of 1×3×4: "
        + "[examples, 3, 4] is needed. Transpose it.")
  }

  @Test func `a model of vectors takes all sides as they are`() throws {
    for sides in [[12], [3, 4], [1, 3, 4], [3, 4, 1]] {
      let examples = try read(sides, ArrayFormat(shape: .vector(12)))
      #expect(examples.inputs.elements == array(sides).floats())
      #expect(examples.array(of: examples.inputs).shape == [2] + sides)
    }
  }

  @Test func `inputs without labels have the same shapes and types`() throws {
    let format = ArrayFormat(shape: Self.image, own: Self.last)
    let doubles: Matrix<Double> = try array([3, 4, 2]).inputs(format, isOfAnyRange: true)
    #expect(doubles.elements == Self.last.networkOrder(array([3, 4, 2]).doubles()))
    let gray = ArrayFormat(shape: .vector(2))
    let bytes = try NPZFile.read(Fixture.path("test-only.npz")).array("x")
    let scaled: Matrix<Double> = try bytes.inputs(ArrayFormat(), isOfAnyRange: true)
    #expect(scaled.elements == bytes.doubles().map { $0 / 255 })
    #expect(
      message { () -> Matrix<Float> in
        try NPYArray([0, 255], shape: [1, 2]).inputs(gray, isOfAnyRange: true)
      }
        == "The array holds int64; inputs are floating-point numbers in [0, 1], or uint8 from 0 to "
        + "255. Give the range of its values, such as --bounds 0,255, or convert it with "
        + "astype('uint8').")
  }
}
