import PlateauData
import PlateauNumerics
import Testing

@Suite("Datasets from npz files")
struct NPZDatasetTests {
  /// A file of arrays, read as a dataset.
  static func dataset(_ arrays: KeyValuePairs<String, NPYArray>) throws -> Dataset {
    var builder = NPZBuilder()
    for (name, array) in arrays { builder.add(name, array) }
    return try NPZFile(parsing: builder.encoded(), named: "data/f.npz").dataset()
  }

  @Test func `have only tests where there are only x and y`() throws {
    let dataset = try NPZFile.read(Fixture.path("test-only.npz")).dataset()
    #expect(dataset.name == "test-only.npz")
    #expect(dataset.shape == InputShape(channels: 1, height: 3, width: 4))
    #expect(dataset.training.isEmpty && dataset.training.shape == dataset.shape)
    #expect(dataset.test.labels == [2, 0])
    #expect(dataset.classCount == 3)
    // Bytes are divided by 255 and rounded once.
    #expect(dataset.test.inputs.elements == (0..<24).map { Float($0 * 10 % 256) / 255 })
  }

  @Test func `have two parts where these are named`() throws {
    let dataset = try NPZFile.read(Fixture.path("both.npz")).dataset(named: "toy")
    #expect(dataset.name == "toy")
    #expect(dataset.shape == InputShape(channels: 2, height: 2, width: 2))
    #expect(dataset.training.labels == [0, 4, 1])
    #expect(dataset.training.inputs.elements == (0..<24).map { Float($0) / 32 })
    // Stored in Fortran order, with labels as floating-point numbers.
    #expect(dataset.test.labels == [3])
    #expect(dataset.test.inputs.elements == (0..<8).map { Float($0) / 8 })
    #expect(dataset.training.classCount == 5 && dataset.test.classCount == 5)
  }

  @Test func `take what they need and leave other arrays`() throws {
    let x = NPYArray([Float(0), 1], shape: [1, 2])
    let y = NPYArray([0], shape: [1])
    let wrong = NPYArray([7.5], shape: [1])
    let dataset = try Self.dataset(["x": x, "y": y, "x_fgsm": wrong, "y_test": wrong])
    #expect(dataset.shape == .vector(2) && dataset.classCount == 2)
    let mixed = try Self.dataset([
      "x": x, "y": y, "x_train": x, "y_train": NPYArray([6], shape: [1]),
    ])
    #expect(mixed.training.labels == [6] && mixed.test.labels == [0] && mixed.classCount == 7)
    let binary = try Self.dataset(["x": NPYArray([true, false], shape: [1, 2]), "y": y])
    #expect(binary.test.inputs.elements == [1, 0])
    let none = try Self.dataset([
      "x": x, "y": y, "x_train": NPYArray([Float](), shape: [0, 2]),
      "y_train": NPYArray([Int](), shape: [0]),
    ])
    #expect(none.training.isEmpty)
  }

  static let shapes =
    "inputs are of shape [examples, features], [examples, height, width] or "
    + "[examples, channels, height, width]. Reshape it."

  @Test func `say which inputs are wrong`() throws {
    let y = NPYArray([0, 1], shape: [2])
    func wrong(_ values: [Double], _ shape: [Int]) -> String {
      message { try Self.dataset(["x": NPYArray(values, shape: shape), "y": y]) }
    }
    let x = "Array 'x' of 'data/f.npz'"
    #expect(
      wrong([0, 1, 2, 0], [2, 2])
        == "\(x) holds 2.0 at index [1, 0], in example 1; inputs lie in [0, 1]. The array goes from 0 "
        + "to 2: give its range with --bounds 0,255, or scale it. Epsilon, --mean and --std are then in "
        + "these units, too.")
    #expect(
      wrong([0, 1, 0, -0.5, 0, 0], [2, 1, 3])
        == "\(x) holds -0.5 at index [1, 0, 0], in example 1; inputs lie in [0, 1]. The array goes "
        + "from -0.5 to 1: give its range with --bounds=-0.5,1, or scale it.")
    #expect(
      wrong([0, 1000], [2, 1])
        == "\(x) holds 1000.0 at index [1, 0], in example 1; inputs lie in [0, 1]. The array goes "
        + "from 0 to 1000: give its range with --bounds 0,1000, or scale it.")
    for value in [Double.nan, .infinity] {
      #expect(
        wrong([0, 0, 0, value], [2, 1, 2, 1])
          == "\(x) holds \(value) at index [1, 0, 1, 0], in example 1; inputs are finite. "
          + "Remove the example, or replace the value.")
    }
    #expect(wrong([0, 1], [2]) == "\(x) has the shape [2]; \(Self.shapes)")
    #expect(
      wrong([0, 1], [2, 1, 1, 1, 1]) == "\(x) has the shape [2, 1, 1, 1, 1]; \(Self.shapes)")
    #expect(wrong([], [2, 0]) == "\(x) has the shape [2, 0]; \(Self.shapes)")
    #expect(
      message { try Self.dataset(["x": NPYArray([0, 1], shape: [2, 1]), "y": y]) }
        == "\(x) holds int64; inputs are floating-point numbers in [0, 1], or uint8 from 0 to 255. "
        + "Give the range of its values, such as --bounds 0,255, or convert it with "
        + "astype('uint8').")
  }

  @Test func `say which labels are wrong`() throws {
    let x = NPYArray([Float(0), 1], shape: [2, 1])
    func wrong(_ y: NPYArray) -> String { message { try Self.dataset(["x": x, "y": y]) } }
    let y = "Array 'y' of 'data/f.npz'"
    let remedy = "labels are whole numbers from 0 to 999999. Number the classes from 0."
    #expect(
      wrong(NPYArray([0, -1], shape: [2])) == "\(y) holds -1 at index [1]; \(remedy)")
    #expect(
      wrong(NPYArray([1_000_000, 0], shape: [2])) == "\(y) holds 1000000 at index [0]; \(remedy)")
    #expect(
      wrong(NPYArray([0, 0.5], shape: [2]))
        == "\(y) holds 0.5 at index [1]; whole numbers up to 9223372036854775807 are needed. "
        + "Correct it, and save it as int64.")
    #expect(
      wrong(NPYArray([0, 1, 1, 1], shape: [2, 2]))
        == "\(y) has the shape [2, 2], but row 1 is no label: a row has a single 1 for the class, "
        + "and 0 elsewhere. If these are scores, save argmax(axis=1).")
    #expect(
      wrong(NPYArray([0.25, 0.75, 1, 0], shape: [2, 2])).contains("row 0 is no label"))
    #expect(
      wrong(NPYArray([0, 1], shape: [2, 1, 1]))
        == "\(y) has the shape [2, 1, 1]; labels are of shape [examples]. Reshape it.")
    #expect(
      wrong(NPYArray([0, 1, 1], shape: [3]))
        == "Array 'x' of 'data/f.npz' has 2 examples, but 'y' has 3 labels. "
        + "Save one label for each example.")
  }

  @Test func `say which arrays are missing or do not fit`() throws {
    let x = NPYArray([Float(0), 1], shape: [2, 1])
    let y = NPYArray([0, 1], shape: [2])
    func wrong(_ arrays: KeyValuePairs<String, NPYArray>) -> String {
      message { try Self.dataset(arrays) }
    }
    func end(_ x: String, _ y: String) -> String {
      "Save inputs as '\(x)' and labels as '\(y)': np.savez('f.npz', \(x)=x, \(y)=y)."
    }
    #expect(
      wrong(["a": x]) == "'data/f.npz' has no array 'x'; it has 'a'. \(end("x", "y"))")
    #expect(
      wrong(["x": x]) == "'data/f.npz' has no array 'y'; it has 'x'. \(end("x", "y"))")
    #expect(
      wrong(["labels": y])
        == "'data/f.npz' has no array 'x'; it has 'labels'. \(end("x", "labels"))")
    #expect(
      wrong(["x_train": x, "y_train": y])
        == "'data/f.npz' has no array 'x_test'; it has 'x_train', 'y_train'. "
        + end("x_test", "y_test"))
    #expect(
      wrong(["x_test": x, "y_test": y, "x_train": x])
        == "'data/f.npz' has no array 'y_train'; it has 'x_test', 'y_test', 'x_train'. "
        + end("x_train", "y_train"))
    #expect(
      wrong(["x": x, "y": y, "x_test": x, "y_test": y])
        == "'data/f.npz' has both 'x' and 'x_test'; one of them can be the examples to test on. "
        + "Leave one out.")
    let square = NPYArray([Float(0), 1], shape: [2, 1, 1])
    let wide = NPYArray([Float(0), 1, 0, 1], shape: [2, 2])
    #expect(
      wrong(["x_train": wide, "y_train": y, "x": square, "y": y])
        == "In 'data/f.npz', 'x_train' has examples of 2 values, but 'x' of 1. "
        + "Save both in the same shape.")
    #expect(
      wrong(["x": NPYArray([Float](), shape: [0, 2]), "y": NPYArray([Int](), shape: [0])])
        == "'data/f.npz' has no examples in 'x'. Save at least one.")
  }
}
