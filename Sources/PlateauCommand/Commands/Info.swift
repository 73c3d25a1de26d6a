import ArgumentParser
import Plateau

/// `plateau info`.
struct Info: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "File, layers, shapes, parameters, work and weight statistics of a model.",
    discussion: """
      Multiply-adds are the products that dense layers and convolutions add up for one example, \
      those with zeros around an image counted, too.
      """)

  @Argument(help: "A run folder, or a .safetensors or .onnx file.")
  var model: String

  @OptionGroup var graph: PartOptions
  @Flag(help: "Prints JSON.") var json = false

  func run() throws {
    let description = try ModelDescription(
      ModelFile(model, part: graph.part()), bins: json ? 61 : 0)
    if json { return try StandardOutput.write(json: description) }
    let running = description.runningMeans
    StandardOutput.write(table: [
      ["file", "\(description.file), \(description.format.rawValue), \(description.bytes) bytes"],
      ["written by", description.producer ?? "not said"],
      ["trained on", description.data ?? "not said"],
      ["input", "\(description.architecture.input)"], ["classes", "\(description.classes)"],
      [
        "parameters",
        "\(description.parameters) as \(description.precision.rawValue)"
          + (running > 0 ? ", \(running) of them running means" : "") + Self.besides(description),
      ],
      ["hidden units", "\(description.hiddenUnits)"],
      ["multiply-adds", "\(description.multiplyAdds) for each example"],
    ])
    for note in description.notes { print("\n\(note)") }
    print("\nLayers:")
    StandardOutput.write(table: Self.table(of: description.layers))
    print("\nWeights, by the layer they lead to:")
    StandardOutput.write(table: Self.table(of: description.weights))
    if let configuration = description.configuration {
      print("\nConfiguration of its training:\n")
      print(configuration, terminator: "")
    }
  }

  /// What the network has that the file has not.
  private static func besides(_ description: ModelDescription) -> String {
    guard let count = description.writtenOut, count > 0 else { return "" }
    return ", and \(count) written out that are none of the file"
  }

  private static func table(of layers: [ModelDescription.Layer]) -> [[String]] {
    let digits = String(layers.count - 1).count
    return [["", "output", "parameters", "multiply-adds", "analyzed as"]]
      + layers.enumerated().map { index, layer in
        let shape = layer.output
        let isVector = shape.height == 1 && shape.width == 1
        return [
          NumberText.padded("\(index)", digits, right: true) + "  \(layer.name)",
          isVector ? "\(shape.channels)" : "\(shape)",
          layer.parameters > 0 ? "\(layer.parameters)" : "",
          layer.multiplyAdds > 0 ? "\(layer.multiplyAdds)" : "",
          layer.analyzedAs ?? "",
        ]
      }
  }

  private static func table(of weights: [ModelDescription.Weights]) -> [[String]] {
    let header = [
      "", "tensor", "shape", "mean", "deviation", "least", "most", "excess kurtosis",
    ]
    return [header]
      + weights.map { weight in
        let values = weight.distribution
        return [
          weight.name, weight.tensor, weight.shape.map(String.init).joined(separator: " × "),
          NumberText.fixed(values.mean, 4), NumberText.fixed(values.standardDeviation, 4),
          NumberText.fixed(values.minimum, 3), NumberText.fixed(values.maximum, 3),
          values.excessKurtosis.map { NumberText.fixed($0, 2) } ?? "–",
        ]
      }
  }
}
