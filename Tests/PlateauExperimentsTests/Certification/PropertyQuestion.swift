import Foundation
import GoldenValues
import PlateauData
import PlateauExperiments
import PlateauFormats
import Testing

/// A property of a tiny model, and what is right, as Scripts/random-properties writes them.
struct PropertyQuestion: Decodable, Sendable, CustomTestStringConvertible {
  /// A comparison of an output with a number or another output.
  struct Atom: Decodable, Sendable {
    let one: Int
    let other: Int?
    let number: Double?
    let isUpper: Bool

    /// How far it holds: not where that is negative.
    func slack(_ outputs: [Double]) -> Double {
      let limit = number ?? outputs[other ?? 0]
      return isUpper ? limit - outputs[one] : outputs[one] - limit
    }
  }

  let number: Int
  let kind: String
  let end: String
  let model: Data
  let property: String
  let mean: Double?
  let std: Double?
  let answer: String
  let lower: [Double]
  let upper: [Double]
  let conjunctions: [[Atom]]
  let sides: [Int]
  let outputSides: [Int]
  /// Four inputs in the order of the file, and what ONNX Runtime puts out for them.
  let inputs: [Double]
  let outputs: [Double]

  var testDescription: String { "\(number): \(kind), \(end), \(answer)" }

  static func all() throws -> [PropertyQuestion] {
    let path = Fixture.path("vnnlib/questions.json")
    return try JSONDecoder().decode(
      [PropertyQuestion].self, from: Data(contentsOf: URL(filePath: path)))
  }

  /// Writes the model into a folder, and reads it.
  func load(in folder: TemporaryFolder) throws -> LoadedModel {
    let path = folder.path + "/m.onnx"
    try AtomicFile.write(Array(model), to: path)
    return try LoadedModel(path, allowsSingleOutput: true)
  }

  /// How far outputs are unsafe: not where that is negative.
  func slack(_ outputs: [Double]) -> Double {
    conjunctions.map { $0.map { $0.slack(outputs) }.min() ?? .infinity }.max() ?? -.infinity
  }
}
