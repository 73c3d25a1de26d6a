import ArgumentParser
import Plateau

/// Which part of an ONNX graph is the model.
struct PartOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The value of an ONNX graph that is taken for its output, or the node that makes it.",
      valueName: "name"))
  var outputNode: String?

  @Option(
    help: ArgumentHelp(
      "Fixes an input of an ONNX graph that takes several: its name and an .npy or .npz file. It "
        + "can be given several times.", valueName: "name=file"))
  var fix: [String] = []

  @Option(
    help: ArgumentHelp(
      "How often an ONNX model draws that draws numbers at random; what it puts out is the mean over "
        + "these draws; \(RandomDraws.standardCount) unless given.", valueName: "n"))
  var draws: Int?

  @Option(
    help: ArgumentHelp("The seed of these draws; 0 unless given.", valueName: "n"))
  var drawSeed: UInt64?

  func validate() throws {
    _ = try pairs()
    if let draws {
      guard (1...RandomDraws.largestCount).contains(draws) else {
        throw ValidationError(
          "--draws is \(draws); give a number of draws, 1 to \(RandomDraws.largestCount).")
      }
    }
  }

  /// The inputs that are fixed, each with its file.
  private func pairs() throws -> [(name: String, path: String)] {
    var names: Set<String> = []
    return try fix.map { text in
      guard let place = text.lastIndex(of: "="), place > text.startIndex,
        text.index(after: place) < text.endIndex
      else {
        throw ValidationError(
          "--fix is '\(text)'; give the name of an input and a file, such as mask=mask.npy.")
      }
      let name = String(text[..<place])
      guard names.insert(name).inserted else {
        throw ValidationError("--fix gives '\(name)' twice. Give it once.")
      }
      return (name, String(text[text.index(after: place)...]))
    }
  }

  /// The part, with what inputs are fixed to.
  func part() throws -> ONNXPart {
    ONNXPart(
      output: outputNode,
      fixed: try pairs().map { try ONNXPart.FixedInput($0.name, from: $0.path) },
      draws: draws, drawSeed: drawSeed)
  }
}
