import Foundation
import PlateauData
import Testing

/// What commands say of the data that they read.
@Suite("Messages about data")
struct DataMessageTests {
  let shared: OptionPlace

  init() throws { shared = try OptionPlace.shared.get() }

  private func run(_ arguments: [String]) throws -> Tool.Result {
    try Tool.run(arguments, in: shared.place.path)
  }

  private let commands: [[String]] = [
    ["evaluate"], ["analyze"], ["attack", "--attack", "fgsm", "--epsilon", "0.1"],
    ["audit", "--epsilon", "0.1", "--quick"], ["certify", "--epsilon", "0.1", "--method", "crown"],
  ]

  @Test func `every command clips rounding, and counts as many examples as there are`() throws {
    let file = try NPZFile.read(shared.place.path + "/test.npz")
    let x = try file.array("x")
    var values = x.floats()
    values[0] = 1.0000001
    values[17] = -1e-8
    var builder = NPZBuilder()
    builder.add("arr_0", NPYArray(Array(values.prefix(48)), shape: [3, 4, 4]))
    builder.add("arr_1", NPYArray(Array(try file.array("y").integers().prefix(3)), shape: [3]))
    let name = "edge-\(UUID().uuidString).npz"
    try builder.write(to: "\(shared.place.path)/\(name)")
    for command in commands {
      let result = try run(
        [command[0], "run", "--data", name, "--count", "50", "--quiet"] + command.dropFirst())
      #expect(result.status == 0)
      #expect(
        result.errors
          == "Note: arrays of '\(name)' have no names: 'arr_0' was read as x, and 'arr_1' as y.\n"
          + "Note: 2 values of array 'arr_0' of '\(name)' lay outside [0, 1] by at most 1.2e-7, which "
          + "is rounding; they were clipped.\n"
          + "Note: --count is 50, but '\(name)' has 3 examples to test on; all are taken.\n")
    }
    let info = try run(["data", "info", name])
    #expect(info.status == 0 && info.errors.hasPrefix("Note: arrays of '\(name)' have no names"))
  }

  @Test func `gray images with a last side of 1 are read without a word, and come back so`() throws
  {
    let file = try NPZFile.read(shared.place.path + "/test.npz")
    let x = try file.array("x")
    var builder = NPZBuilder()
    builder.add("x", NPYArray(x.floats(), shape: x.shape + [1]))
    builder.add("y", try file.array("y"))
    try builder.write(to: shared.place.path + "/channels.npz")
    for command in commands {
      let arguments =
        [command[0], "run", "--data", "channels.npz", "--count", "2", "--quiet"]
        + command.dropFirst()
      #expect(try run(arguments).errors.isEmpty)
      guard command[0] != "evaluate", command[0] != "analyze" else { continue }
      let written = command[0] == "certify" ? "counterexamples.npz" : "adversarial.npz"
      let folder = "channels-\(command[0])"
      #expect(try run(arguments + ["--output", folder]).errors.isEmpty)
      let back = try NPZFile.read("\(shared.place.path)/\(folder)/\(written)").array("x")
      #expect(back.shape.dropFirst().elementsEqual(x.shape.dropFirst() + [1]))
    }
  }

  @Test func `attacks are named whatever the capitals, and near ones are told`() throws {
    let start = ["attack", "run", "--data", "small.npz", "--count", "2", "--epsilon", "0.1"]
    let upper = try run(start + ["--attack", "FGSM,Bim", "--steps", "2", "--norm", "LINF"])
    #expect(upper.status == 0 && upper.output.contains("stable double fgsm"))
    let near = try run(start + ["--attack", "apgd"])
    #expect(near.status == 2)
    #expect(
      near.errors.hasPrefix(
        "Error: There is no attack 'apgd'; there is apgd-ce, apgd-dlr and apgd-t. Attacks: fgsm, bim, "
      ))
    let twice = try run(start + ["--attack", "fgsm,FGSM"])
    #expect(twice.errors.hasPrefix("Error: --attack names 'FGSM' twice; name each attack once.\n"))
  }

  @Test func `training says that there is nothing to train on`() throws {
    let result = try run(
      ["train", "--preset", "vanilla-sigmoid", "--data", "test.npz", "--output", "none"])
    #expect(result.status == 2)
    #expect(
      result.errors
        == "Error: The dataset 'test.npz' has no examples to train on, only 200 to test on. Add them: "
        + "'train-images-idx3-ubyte' and 'train-labels-idx1-ubyte' to a folder like MNIST's, "
        + "'data_batch_1.bin' to one of CIFAR-10, arrays x_train and y_train to an npz file.\n")
  }

  @Test func `a model that does not say its data is asked for it`() throws {
    #expect(try run(["convert", "run", "told.onnx", "--force"]).status == 0)
    for command in commands {
      let result = try run([command[0], "told.onnx"] + command.dropFirst())
      #expect(result.status == 2)
      #expect(
        result.errors
          == "Error: 'told.onnx' does not say what it was trained on. Give examples with --data: an npz "
          + "file with arrays x and y, a folder, or the name of a dataset.\n")
    }
  }

  @Test func `a normalization in other units is doubted`() throws {
    let result = try run(["evaluate", "run", "--data", "small.npz", "--mean", "33", "--std", "78"])
    #expect(result.status == 0)
    #expect(
      result.errors.hasPrefix(
        "Warning: --mean has 33, but inputs go from 0 to 1. Both are in the units of the data.\n"))
  }
}
