import ArgumentParser
import Plateau

/// `plateau info`.
struct Info: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Layers, shapes, parameters and weight statistics of a model.")

  @Argument(help: "A run folder, or a .safetensors or .onnx file.")
  var model: String

  func run() throws {
    let loaded = try LoadedModel(model)
    let architecture = loaded.network.architecture
    StandardOutput.write(table: [
      ["input", "\(architecture.input)"], ["classes", "\(architecture.classCount)"],
      ["parameters", "\(architecture.layout.count)"],
      ["trained on", loaded.data ?? "not said"],
    ])
    print("\nLayers:")
    for (index, layer) in architecture.layers.enumerated() { print("  \(index)  \(layer)") }
    print("\nWeights:")
    let tensors = architecture.layout.tensors.filter(\.isWeight)
    let rows = zip(tensors, ModelStatistics(loaded.network).weights).map { tensor, layer in
      let weights = layer.distribution
      return [
        tensor.name, tensor.shape.map(String.init).joined(separator: " × "),
        NumberText.fixed(weights.mean, 4), NumberText.fixed(weights.standardDeviation, 4),
        NumberText.fixed(weights.minimum, 3), NumberText.fixed(weights.maximum, 3),
        weights.excessKurtosis.map { NumberText.fixed($0, 2) } ?? "–",
      ]
    }
    let header = ["tensor", "shape", "mean", "deviation", "least", "most", "excess kurtosis"]
    StandardOutput.write(table: [header] + rows)
    if let configuration = loaded.configuration {
      print("\nConfiguration of its training:\n")
      print(configuration, terminator: "")
    }
  }
}
