import GoldenValues
import PlateauData
import Testing

/// --output-node, --fix, --draws and --draw-seed, of all commands that read a model.
@Suite("A part of an ONNX graph on the command line")
struct PartOptionTests {
  static let model = Fixture.path("onnx/torch-relu.onnx")
  let place: Workplace

  init() throws {
    place = try Workplace()
    let inputs = (0..<48).map { Double($0 % 13) / 13 }
    var builder = NPZBuilder()
    builder.add("x", NPYArray(inputs, shape: [4, 1, 3, 4]))
    builder.add("y", NPYArray([0, 1, 2, 3], shape: [4]))
    try builder.write(to: place.path + "/d.npz")
    try NPYArray(inputs, shape: [4, 1, 3, 4]).write(to: place.path + "/x.npy")
  }

  @Test(arguments: [
    ["info"], ["evaluate", "--data", "d.npz"],
    ["attack", "--data", "d.npz", "--attack", "fgsm", "--epsilon", "0.1"],
    ["certify", "--data", "d.npz", "--method", "crown", "--epsilon", "0.01"],
    ["predict", "--inputs", "x.npy", "--output", "y.npy"],
  ])
  func `a value within the graph is the output`(_ command: [String]) throws {
    let end = ["--output-node", "/4/Relu_output_0"]
    let result = try Tool.run(
      [command[0], Self.model] + command.dropFirst() + end, in: place.path)
    #expect(result.status == 0, "\(result.errors)")
    let note = "The output is '/4/Relu_output_0', a value of shape [?, 5] within the graph."
    #expect((result.output + result.errors).contains(note) != (command[0] == "predict"))
    guard command[0] == "predict" else { return }
    let written = try NPYArray.read(place.path + "/y.npy")
    #expect(written.shape == [4, 5] && written.doubles().allSatisfy { $0 >= 0 })
  }

  @Test(arguments: [
    ["info"], ["evaluate", "--data", "r.npz", "--json"],
    ["predict", "--inputs", "r.npy", "--output", "y.npy"],
    ["attack", "--data", "r.npz", "--attack", "fgsm", "--epsilon", "0.1", "--json"],
    ["audit", "--data", "r.npz", "--epsilon", "0.1", "--quick", "--json"],
    ["certify", "--data", "r.npz", "--method", "crown", "--epsilon", "0.01", "--json"],
  ])
  func `a randomized model is the mean over draws, which is said`(_ command: [String]) throws {
    let inputs = (0..<16).map { Double($0 % 13) / 13 }
    var builder = NPZBuilder()
    builder.add("x", NPYArray(inputs, shape: [4, 4]))
    builder.add("y", NPYArray([0, 1, 2, 0], shape: [4]))
    try builder.write(to: place.path + "/r.npz")
    try NPYArray(inputs, shape: [4, 4]).write(to: place.path + "/r.npy")
    let model = Fixture.path("onnx/randomized.onnx")
    let result = try Tool.run(
      [command[0], model] + command.dropFirst() + ["--draws", "3", "--draw-seed", "5"],
      in: place.path)
    #expect(result.status == 0, "\(result.errors)")
    guard command[0] != "predict" else {
      #expect(
        result.output == "y.npy: 4 × 3 logits, float; of the mean over 3 draws by the seed 5\n")
      return
    }
    let note =
      "The model is randomized: it draws numbers in the node 0 (RandomNormalLike). Its logits are the mean over "
      + "3 draws by the seed 5, the same for all examples; attacks, verdicts and proofs are of that mean."
    #expect((result.output + result.errors).contains(note))
    guard command.last == "--json" else { return }
    #expect(
      result.output.contains(
        """
          "draws" : {
            "count" : 3,
            "nodes" : [
              "0 (RandomNormalLike)"
            ],
            "seed" : 5
          },
        """))
  }

  @Test func `what is converted is the part`() throws {
    let result = try place.plateau(
      "convert", Self.model, "part.onnx", "--output-node", "/2/Relu")
    #expect(result.status == 0, "\(result.errors)")
    let described = try place.plateau("info", "part.onnx")
    #expect(described.output.contains("\nclasses        6\n"))
  }

  @Test(arguments: [
    (
      ["--output-node", "/4/Relu_output_1"],
      "Error: '\(model)' has no value '/4/Relu_output_1'. There is '/4/Relu_output_0', "
    ),
    (
      ["--fix", "mask=x.npy"],
      "Error: '\(model)' has no input 'mask' to fix; its inputs are 'image' of shape [?, 1, 3, 4]. Name "
        + "one of them.\n"
    ),
    (
      ["--fix", "image=x.npy"],
      "Error: 'x.npy' has the shape [4, 1, 3, 4], but the input 'image' of shape [?, 1, 3, 4] of "
        + "'\(model)' is fixed to one value for all examples. Save it in the shape [1, 3, 4] or "
        + "[1, 1, 3, 4].\n"
    ),
    (
      ["--draws", "2"],
      "Error: '\(model)' draws no numbers at random. Leave out --draws and --draw-seed.\n"
    ),
    (
      ["--draws", "1001"], "Error: --draws is 1001; give a number of draws, 1 to 1000.\n"
    ),
    (["--fix", "image=none.npy"], "Error: There is no file 'none.npy'. Check the path.\n"),
    (
      ["--fix", "image"],
      "Error: --fix is 'image'; give the name of an input and a file, such as mask=mask.npy.\n"
    ),
    (
      ["--fix", "a=x.npy", "--fix", "a=x.npy"],
      "Error: --fix gives 'a' twice. Give it once.\n"
    ),
  ])
  func `what does not fit is refused`(_ options: [String], _ message: String) throws {
    let result = try Tool.run(["info", Self.model] + options, in: place.path)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors.hasPrefix(message), "\(result.errors)")
  }
}
