import PlateauData
import PlateauNumerics
import Testing

@Suite("Examples")
struct ExamplesTests {
  let examples = Examples(
    inputs: Matrix(rows: 4, columns: 2, elements: (0..<8).map { Float($0) / 8 }),
    labels: [0, 2, 2, 1], classCount: 4, shape: .vector(2))

  @Test func `count their classes`() {
    #expect(examples.count == 4 && !examples.isEmpty)
    #expect(examples.classCounts == [1, 1, 2, 0])
    let none = Examples.none(classCount: 3, shape: .vector(2))
    #expect(none.isEmpty && none.classCounts == [0, 0, 0])
    #expect(none.inputs.columns == 2)
  }

  @Test func `are taken in parts`() {
    #expect(examples.prefix(9) == examples)
    #expect(examples.prefix(-1).isEmpty)
    #expect(examples.prefix(1).inputs.elements == [0, 0.125])
    #expect(examples[1..<3].labels == [2, 2])
    #expect(examples[1..<3].inputs.elements == [0.25, 0.375, 0.5, 0.625])
    let selected = examples.selecting([3, 0])
    #expect(selected.labels == [1, 0])
    #expect(selected.inputs.elements == [0.75, 0.875, 0, 0.125])
  }

  @Test func `are split with the last ones for validation`() throws {
    let (training, validation) = try examples.split(validation: 1)
    #expect(training == examples[0..<3] && validation == examples[3..<4])
    #expect(try examples.split(validation: 0).training == examples)
    #expect(try examples.split(validation: 4).training.isEmpty)
    #expect(
      message { try examples.split(validation: 5) }
        == "5 validation examples were asked for, but there are 4 examples. Ask for 0 to 4.")
    #expect(
      message { try examples.split(validation: -1) }
        == "-1 validation examples were asked for, but there are 4 examples. Ask for 0 to 4.")
  }

  @Test func `have a checksum of their content, not of their name`() {
    let none = Examples.none(classCount: 4, shape: .vector(2))
    let dataset = Dataset(name: "a", training: none, test: examples)
    // Python: sha256(b"0 1 1 2 4\n4 1 1 2 4\n" + (np.arange(8) / 8).astype("<f4").tobytes()
    //   + np.array([0, 2, 2, 1], "<i4").tobytes()).hexdigest()
    #expect(
      dataset.checksum == "f77ce175b101bd146b03cc22298ef3bb31edfcaefadc64a6ae80943625a1184c")
    #expect(Dataset(name: "b", training: none, test: examples).checksum == dataset.checksum)
    #expect(Dataset(name: "a", training: examples, test: none).checksum != dataset.checksum)
  }
}
