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
    let tensors = architecture.layout.tensors
    let running = tensors.filter { !$0.isTrained }.reduce(0) { $0 + $1.range.count }
    StandardOutput.write(table: [
      ["input", "\(architecture.input)"], ["classes", "\(architecture.classCount)"],
      [
        "parameters",
        "\(architecture.layout.count)" + (running > 0 ? ", \(running) of them running means" : ""),
      ],
      ["hidden units", "\(architecture.hiddenWidths.reduce(0, +))"],
      ["trained on", loaded.data ?? "not said"],
    ])
    print("\nLayers:")
    StandardOutput.write(table: Self.layers(of: architecture))
    print("\nWeights, by the layer they lead to:")
    StandardOutput.write(table: Self.weights(of: loaded.network))
    if let configuration = loaded.configuration {
      print("\nConfiguration of its training:\n")
      print(configuration, terminator: "")
    }
  }
  private static func layers(of architecture: Architecture) -> [[String]] {
    let (shapes, parameters) = (architecture.layerShapes, architecture.parameterCounts)
    let digits = String(shapes.count - 1).count
    let hidden = Dictionary(
      uniqueKeysWithValues: architecture.hiddenLayerIndices.enumerated().map {
        ($1, "layer \($0 + 1)")
      })
    return [["", "output", "parameters", "analyzed as"]]
      + architecture.layers.enumerated().map { index, layer in
        let shape = shapes[index]
        let isVector = shape.height == 1 && shape.width == 1
        let isLast = index == shapes.count - 1
        return [
          NumberText.padded("\(index)", digits, right: true) + "  \(layer)",
          isVector ? "\(shape.channels)" : "\(shape)",
          parameters[index] > 0 ? "\(parameters[index])" : "",
          hidden[index] ?? (isLast ? "logits" : ""),
        ]
      }
  }

  private static func weights(of network: Network<Double>) -> [[String]] {
    let header = [
      "", "tensor", "shape", "mean", "deviation", "least", "most", "excess kurtosis",
    ]
    let tensors = network.architecture.layout.tensors.filter(\.isWeight)
    let last = "layer \(network.architecture.hiddenWidths.count + 1)"
    return [header]
      + zip(tensors, ModelStatistics(network).weights).map { tensor, layer in
        let weights = layer.distribution
        let leadsToLogits = layer.name == last || layer.name.hasPrefix(last + ",")
        return [
          leadsToLogits ? "logits" + layer.name.dropFirst(last.count) : layer.name, tensor.name,
          tensor.shape.map(String.init).joined(separator: " × "),
          NumberText.fixed(weights.mean, 4), NumberText.fixed(weights.standardDeviation, 4),
          NumberText.fixed(weights.minimum, 3), NumberText.fixed(weights.maximum, 3),
          weights.excessKurtosis.map { NumberText.fixed($0, 2) } ?? "–",
        ]
      }
  }
}
