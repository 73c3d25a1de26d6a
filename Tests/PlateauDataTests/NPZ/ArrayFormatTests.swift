import PlateauData
import PlateauNumerics
import Testing

@Suite("Arrays of other ranges, layouts and names")
struct ArrayFormatTests {
  private func dataset(
    _ arrays: KeyValuePairs<String, NPYArray>, _ format: ArrayFormat = ArrayFormat()
  ) throws -> Dataset {
    var builder = NPZBuilder()
    for (name, array) in arrays { builder.add(name, array) }
    return try NPZFile(parsing: builder.encoded(), named: "f.npz").dataset(format: format)
  }

  private let y = NPYArray([0, 1], shape: [2])

  @Test func `bytes are divided only where the range is 0 to 1`() throws {
    let file = try NPZFile.read(Fixture.path("test-only.npz"))
    let unit = try file.dataset(format: ArrayFormat(bounds: 0...1))
    #expect(unit.test.inputs.elements == (0..<24).map { Float($0 * 10 % 256) / 255 })
    let gray = try file.dataset(format: ArrayFormat(bounds: 0...255))
    #expect(gray.test.inputs.elements == (0..<24).map { Float($0 * 10 % 256) })
    #expect(unit.checksum != gray.checksum)
  }

  @Test func `integers of any type are inputs of another range`() throws {
    let x = NPYArray([-3, 0, 200, 255], shape: [2, 2])
    let read = try dataset(["x": x, "y": y], ArrayFormat(bounds: -3...255))
    #expect(read.test.inputs.elements == [-3, 0, 200, 255])
  }

  @Test func `ends of the range are rounded as inputs are`() throws {
    let x = NPYArray([Double(0.1), 0.7], shape: [2, 1])
    let read = try dataset(["x": x, "y": y], ArrayFormat(bounds: 0.1...0.7))
    #expect(read.test.inputs.elements == [0.1, 0.7])
    #expect(ArrayFormat(bounds: 0.1...0.7).bounds == Double(Float(0.1))...Double(Float(0.7)))
  }

  @Test func `values outside are refused with the range that there is`() throws {
    let x = NPYArray([Float(0), 0.5, -2.125, 3], shape: [2, 2])
    let text = message { try dataset(["x": x, "y": y], ArrayFormat(bounds: -1...1)) }
    #expect(
      text
        == "Array 'x' of 'f.npz' holds -2.125 at index [1, 0], in example 1; inputs lie in [-1, 1]. "
        + "The array goes from -2.125 to 3: give its range with --bounds -2.125,3, or scale it.")
  }

  @Test(arguments: [1, 3, 4]) func `channels that come last are brought to the front`(
    channels: Int
  ) throws {
    let wanted = InputShape(channels: channels, height: 5, width: 2)
    let count = 2 * wanted.count
    let x = NPYArray((0..<count).map { Float($0) / 128 }, shape: [2, 5, 2, channels])
    let read = try dataset(["x": x, "y": y], ArrayFormat(shape: wanted)).test
    #expect(read.shape == wanted && read.arrangement.sides == [5, 2, channels])
    #expect((read.arrangement.places == nil) == (channels == 1))
    for example in 0..<2 {
      for (channel, pixel) in (0..<channels).flatMap({ c in (0..<10).map { (c, $0) } }) {
        #expect(
          read.inputs.row(example)[read.inputs.row(example).startIndex + channel * 10 + pixel]
            == Float(example * wanted.count + pixel * channels + channel) / 128)
      }
    }
    let back = read.selecting([1, 0]).array(of: read.inputs)
    #expect(back.shape == x.shape && back.type == .float)
    #expect(back.floats() == x.floats())
  }

  @Test func `what fits as it is stays so`() throws {
    // Both ways fit: the first is taken.
    let cube = InputShape(channels: 3, height: 3, width: 3)
    let x = NPYArray((0..<54).map { Float($0) / 54 }, shape: [2, 3, 3, 3])
    let read = try dataset(["x": x, "y": y], ArrayFormat(shape: cube)).test
    #expect(read.arrangement.places == nil && read.inputs.elements == x.floats())
    #expect(read.array(of: read.inputs).shape == x.shape)
    // A model of vectors says nothing of channels.
    let flat = try dataset(["x": x, "y": y], ArrayFormat(shape: .vector(27))).test
    #expect(flat.shape == cube && flat.inputs.elements == x.floats())
  }

  @Test func `images that fit neither way are refused`() throws {
    let x = NPYArray((0..<48).map { Float($0) / 48 }, shape: [2, 4, 3, 2])
    let wanted = InputShape(channels: 2, height: 4, width: 3)
    let text = message { try dataset(["x": x, "y": y], ArrayFormat(shape: wanted)) }
    // Two channels are those of no image: nothing says which side they are.
    #expect(
      text
        == "Array 'x' of 'f.npz' has the shape [2, 4, 3, 2], but the model takes images of 2×4×3: "
        + "[examples, 2, 4, 3] is needed. Transpose it.")
  }

  @Test func `labels come under other names, as columns and one-hot`() throws {
    let x = NPYArray([Float(0), 1], shape: [2, 1])
    for name in ["y", "Y", "labels", "targets"] {
      #expect(try dataset(["x": x, name: y]).test.labels == [0, 1])
    }
    for name in ["x", "X", "images", "inputs"] {
      #expect(try dataset([name: x, "y": y]).test.labels == [0, 1])
    }
    #expect(try dataset(["x": x, "y": NPYArray([4, 2], shape: [2, 1])]).test.labels == [4, 2])
    let hot = NPYArray([0, 0, 1, 0, 1, 0, 0, 0], shape: [2, 4])
    let read = try dataset(["x": x, "y": hot])
    #expect(read.test.labels == [2, 0] && read.classCount == 4)
    let floating = NPYArray([Float(0), 1, 1, 0], shape: [2, 2])
    #expect(try dataset(["x": x, "y": floating]).test.labels == [1, 0])
    #expect(
      message { try dataset(["x": x, "y": y, "labels": y]) }
        == "'f.npz' has both 'y' and 'labels', of which one is read. Leave one out.")
  }

  @Test func `classes are those of the model`() throws {
    let x = NPYArray([Float(0), 1], shape: [2, 1])
    let read = try dataset(["x": x, "y": NPYArray([3, 1], shape: [2])])
    #expect(read.classCount == 4)
    let wider = try read.with(classCount: 100)
    #expect(wider.classCount == 100 && wider.test.labels == [3, 1])
    #expect(
      message { try read.with(classCount: 3) }
        == "Example 0 has the label 3, but the model has 3 classes, 0 to 2. Give data with its "
        + "classes.")
  }

  @Test func `named data has its own range`() throws {
    let catalog = DatasetCatalog(places: [])
    #expect(
      message { try catalog.load("strokes", arrays: ArrayFormat(bounds: 0...255)) }
        == "'strokes' has inputs in [0, 1], but [0, 255] was given; bounds are for arrays of an npz "
        + "file. Leave them out.")
  }
}
