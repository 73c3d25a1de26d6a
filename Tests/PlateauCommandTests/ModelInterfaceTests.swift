import Foundation
import GoldenValues
import PlateauData
import Testing

/// Files whose inputs are turned, or whose outputs are no logits, on the command line.
@Suite("A file's own inputs and outputs on the command line")
struct ModelInterfaceTests {
  /// A model of Tests/Fixtures/vnnlib/questions.json.
  private struct Question: Decodable {
    let kind: String
    let end: String
    let model: Data
    let mean: Double?
    let sides: [Int]
    let inputs: [Double]
    let outputs: [Double]
  }

  let place: Workplace
  private let questions: [Question]

  init() throws {
    place = try Workplace()
    let path = Fixture.path("vnnlib/questions.json")
    questions = try JSONDecoder().decode(
      [Question].self, from: Data(contentsOf: URL(filePath: path)))
  }

  /// Writes a model of some end as `m.onnx`, and its inputs as `x.npy`, in the shape of the file.
  @discardableResult private func write(_ end: String, sides: Int = 3) throws -> Question {
    let found = try #require(
      questions.first {
        $0.end == end && $0.mean == nil && $0.sides.count == sides && $0.outputs.count > 4
          && $0.sides.contains { $0 > 1 }
      })
    try AtomicFile.write(Array(found.model), to: place.path + "/m.onnx")
    try NPYArray(found.inputs, shape: [4] + found.sides).write(to: place.path + "/x.npy")
    return found
  }

  @Test(arguments: [
    (
      "softmax",
      "probabilities, float: the file ends in a softmax; --logits writes the logits before it"
    ),
    (
      "log-softmax",
      "logarithms of probabilities, float: the file ends in a log-softmax; --logits writes the logits "
        + "before it"
    ), ("none", "logits, float"),
  ])
  func `predict says what it writes`(_ end: String, _ words: String) throws {
    let question = try write(end)
    let result = try place.plateau("predict", "m.onnx", "--inputs", "x.npy", "--output", "y.npy")
    #expect(result.status == 0 && result.errors.isEmpty)
    let written = try NPYArray.read(place.path + "/y.npy")
    let shape = written.shape.map(String.init).joined(separator: " × ")
    #expect(result.output == "y.npy: \(shape) \(words)\n")
    for (one, other) in zip(written.doubles(), question.outputs) {
      #expect((one - other).magnitude <= 1e-4 * max(1, other.magnitude))
    }
  }

  @Test func `data in the shape of the file is reordered with a note`() throws {
    let question = try #require(
      questions.first { $0.kind == "swapped" && $0.mean == nil && $0.sides == [1, 2, 2] })
    try AtomicFile.write(Array(question.model), to: place.path + "/m.onnx")
    var builder = NPZBuilder()
    builder.add("x", NPYArray(question.inputs, shape: [4] + question.sides))
    builder.add("y", NPYArray([0, 1, 1, 0], shape: [4]))
    try builder.write(to: place.path + "/last.npz")
    let note =
      "Note: inputs of 'last.npz' are 1×2×2 in the order of the data and are reordered to 1×2×2, channels "
      + "first, for the network"
    let bounds = ["--bounds", "-10,10"]
    let start = ["m.onnx", "--data", "last.npz", "--quiet"] + bounds
    let evaluated = try Tool.run(["evaluate"] + start, in: place.path)
    #expect(evaluated.status == 0 && evaluated.errors.hasSuffix("\(note).\n"))
    let attacked = try Tool.run(
      ["attack"] + start + ["--attack", "fgsm", "--epsilon", "0.5", "--output", "out"],
      in: place.path)
    #expect(attacked.status == 0)
    #expect(
      attacked.errors.hasSuffix("\(note); adversarial.npz has their shape and order again.\n"))
    let arrays = try NPZFile.read(place.path + "/out/adversarial.npz")
    #expect(try arrays.array("x").doubles() == question.inputs)
    #expect(try arrays.array("x_fgsm").shape == [4] + question.sides)
  }

  @Test func `predict leaves out the softmax where it should`() throws {
    try write("softmax")
    let result = try place.plateau(
      "predict", "m.onnx", "--inputs", "x.npy", "--output", "z.npy", "--logits", "--precision",
      "double")
    #expect(result.output.hasSuffix(" logits, double: those before the softmax of the file\n"))
    let plain = try place.plateau(
      "predict", "m.onnx", "--inputs", "x.npy", "--output", "p.npy", "--precision", "double")
    #expect(plain.status == 0)
    let (z, p) = (
      try NPYArray.read(place.path + "/z.npy"), try NPYArray.read(place.path + "/p.npy")
    )
    #expect(z.shape == p.shape)
    let classes = z.shape[z.shape.count - 1]
    for row in 0..<4 {
      let powers = z.doubles()[row * classes..<(row + 1) * classes].map { exp($0) }
      let sum = powers.reduce(0, +)
      for (index, power) in powers.enumerated() {
        #expect((power / sum - p.doubles()[row * classes + index]).magnitude <= 1e-12)
      }
    }
  }

  @Test func `predict refuses what evaluate refuses`() throws {
    let question = try write("none")
    let count = question.sides.reduce(1, *)
    try NPYArray(Array(0..<4 * count), shape: [4] + question.sides).write(
      to: place.path + "/i.npy")
    let integers = try place.plateau("predict", "m.onnx", "--inputs", "i.npy", "--output", "y.npy")
    #expect(integers.status == 2 && integers.errors.contains("holds int64; inputs are floating"))
    let other = try place.plateau(
      "predict", "m.onnx", "--inputs", "i.npy", "--output", "y.npy", "--bounds", "0,255")
    #expect(other.status == 0, "\(other.errors)")
    try NPYArray(Array(repeating: Float(1), count: 3 * count), shape: [1, 3 * count]).write(
      to: place.path + "/w.npy")
    let wide = try place.plateau("predict", "m.onnx", "--inputs", "w.npy", "--output", "y.npy")
    #expect(wide.status == 2 && wide.errors.contains("takes examples of \(count) values"))
  }

  @Test func `a property is of inputs before the normalization`() throws {
    #expect(try Tool.run(place.training("run"), in: place.path).status == 0)
    var text = ""
    for index in 0..<16 {
      text += "(declare-const X_\(index) Real) (assert (= X_\(index) 0.\(index % 3)))\n"
    }
    for index in 0..<3 { text += "(declare-const Y_\(index) Real)\n" }
    // 0.1 and 0.2 are no numbers in double precision: what is asserted of them is proven all the same.
    let inputs = (0..<16).map { (Double($0 % 3) / 10 - 0.5) / 2 }
    try NPYArray(inputs, shape: [1, 4, 4]).write(to: place.path + "/n.npy")
    let predicted = try place.plateau(
      "predict", "run", "--inputs", "n.npy", "--output", "y.npy", "--precision", "double")
    #expect(predicted.status == 0)
    let output = try NPYArray.read(place.path + "/y.npy").doubles()[0]
    try AtomicFile.write(
      text: text + "(assert (>= Y_0 \(output + 1e-6)))", to: place.path + "/above.vnnlib")
    try AtomicFile.write(
      text: text + "(assert (>= Y_0 \(output - 1e-6)))", to: place.path + "/below.vnnlib")
    for (name, answer) in [("above", "unsat\n"), ("below", "sat\n")] {
      let result = try place.plateau(
        "certify", "run", "--vnnlib", "\(name).vnnlib", "--mean", "0.5", "--std", "2")
      #expect(result.output == answer && result.errors.isEmpty)
    }
  }

  @Test func `an empty box is warned of`() throws {
    let question = try write("none")
    var text = "(declare-const Y_0 Real) (declare-const Y_1 Real) (declare-const Y_2 Real)\n"
    if question.outputs.count < 12 { text = text.replacing(" (declare-const Y_2 Real)", with: "") }
    for index in 0..<question.sides.reduce(1, *) {
      text += "(declare-const X_\(index) Real) (assert (>= X_\(index) 1))"
      text += "(assert (<= X_\(index) 0))\n"
    }
    try AtomicFile.write(text: text, to: place.path + "/p.vnnlib")
    let result = try place.plateau("certify", "m.onnx", "--vnnlib", "p.vnnlib", "--json")
    #expect(result.status == 0)
    #expect(
      result.errors
        == "Warning: The box of 'p.vnnlib' is empty, so that 'unsat' says nothing of the network: "
        + "X_0 is at least 1.0 and at most 0.0. Correct its bounds.\n")
    #expect(result.output.contains("\"answer\" : \"unsat\""))
    #expect(result.output.contains("\"emptyBoxes\" : 1"))
  }

  @Test func `one output of three probabilities is refused with what to do`() throws {
    let question = try #require(
      questions.first { $0.end == "softmax" && $0.mean == nil && $0.outputs.count == 12 })
    try AtomicFile.write(Array(question.model), to: place.path + "/m.onnx")
    var text = ""
    for index in 0..<3 { text += "(declare-const Y_\(index) Real)" }
    for index in 0..<question.sides.reduce(1, *) {
      text += "(declare-const X_\(index) Real) (assert (= X_\(index) 0))"
    }
    try AtomicFile.write(text: text + "(assert (>= Y_1 0.9))", to: place.path + "/p.vnnlib")
    let result = try place.plateau("certify", "m.onnx", "--vnnlib", "p.vnnlib")
    #expect(result.status == 2)
    #expect(
      result.errors
        == "Error: 'p.vnnlib' asserts (>= Y_1 0.9), but 'm.onnx' ends in a softmax over 3 classes, of "
        + "which one output says nothing of the logits alone. Compare outputs with each other, such as "
        + "(<= Y_1 Y_0), or state the property of the logits and export the model without its softmax.\n"
    )
  }
}
