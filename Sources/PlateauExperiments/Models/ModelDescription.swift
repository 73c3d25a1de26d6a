public import PlateauFormats
public import PlateauGeometry
public import PlateauNetworks
public import PlateauNumerics

/// What there is to say about a model without data: its file, its layers, its weights.
public struct ModelDescription: Codable, Sendable, Hashable {
  /// One layer of the architecture.
  public struct Layer: Codable, Sendable, Hashable {
    /// The layer in a few words.
    public let name: String
    /// The shape of what it puts out; units of a vector are its channels.
    public let output: InputShape
    /// The parameters that belong to it.
    public let parameters: Int
    /// The products that it adds up for one example.
    public let multiplyAdds: Int
    /// What analyses call its output: `layer 1`, `logits`; nil where it is no hidden layer.
    public let analyzedAs: String?
  }

  /// The weights of a dense layer or a convolution.
  public struct Weights: Codable, Sendable, Hashable {
    /// The hidden layer that they lead to, or `logits`.
    public let name: String
    /// The name of the tensor.
    public let tensor: String
    /// Its shape.
    public let shape: [Int]
    /// Its values.
    public let distribution: Distribution
  }

  /// The path that was given.
  public let model: String
  /// The file that was read.
  public let file: String
  /// Its format.
  public let format: ModelFormat
  /// Its size in bytes.
  public let bytes: Int
  /// The program that wrote it; nil where it does not say.
  public let producer: String?
  /// The precision that parameters are stored in.
  public let precision: Precision
  /// The dataset it was trained on; nil where it does not say.
  public let data: String?
  /// The configuration it was trained by; nil where it does not say.
  public let configuration: String?
  /// What differs between the file and the network, in sentences.
  public let notes: [String]
  /// What is drawn for nodes that draw at random; nil without any.
  public let draws: RandomDraws?
  /// The number of classes.
  public let classes: Int
  /// The number of parameters that the file holds, running means included.
  public let parameters: Int
  /// The number of others that the network has, such as zeros between the groups of a convolution;
  /// nil in records of versions that counted them among the parameters.
  public let writtenOut: Int?
  /// The number of running means and variances.
  public let runningMeans: Int
  /// The number of units in hidden layers.
  public let hiddenUnits: Int
  /// The products that all layers add up for one example.
  public let multiplyAdds: Int
  /// The input and the layers, as safetensors files and `--architecture` have them.
  public let architecture: Architecture
  /// The layers, from the input on.
  public let layers: [Layer]
  /// The weights, in the order of the parameters.
  public let weights: [Weights]

  /// Describes a model, whose parameters are read some at a time.
  ///
  /// - Parameters:
  ///   - loaded: The model.
  ///   - bins: The bins of the histograms of weights; 0 counts none, and saves a pass.
  /// - Throws: `FormatError` where parameters cannot be read.
  /// - Complexity: O(*parameters*)
  public init(_ loaded: ModelFile, bins: Int = 61) throws(FormatError) {
    let architecture = loaded.architecture
    let tensors = architecture.layout.tensors
    model = loaded.path
    file = loaded.file
    format = loaded.format
    bytes = loaded.byteCount
    producer = loaded.producer
    precision = loaded.storedPrecision
    data = loaded.data
    notes = loaded.notes
    draws = loaded.draws
    configuration = loaded.configuration
    classes = architecture.classCount
    writtenOut = loaded.writtenOut.count
    parameters = architecture.layout.count - loaded.writtenOut.count
    runningMeans = tensors.filter { !$0.isTrained }.reduce(0) { $0 + $1.range.count }
    hiddenUnits = architecture.hiddenWidths.reduce(0, +)
    multiplyAdds = architecture.multiplyAdds.reduce(0, +)
    self.architecture = architecture
    layers = Self.layers(of: architecture, without: loaded.writtenOut)
    let last = "layer \(architecture.hiddenWidths.count + 1)"
    weights = try ModelStatistics.tensors(of: loaded, bins: bins).sorted {
      $0.tensor.range.lowerBound < $1.tensor.range.lowerBound
    }.map { tensor, layer in
      let leadsToLogits = layer.name == last || layer.name.hasPrefix(last + ",")
      return Weights(
        name: leadsToLogits ? "logits" + layer.name.dropFirst(last.count) : layer.name,
        tensor: tensor.name, shape: tensor.shape, distribution: layer.distribution)
    }
  }

  private static func layers(
    of architecture: Architecture, without writtenOut: WrittenOutParameters
  ) -> [Layer] {
    let (parameters, products) = (architecture.parameterCounts, architecture.multiplyAdds)
    // Layers have their parameters in the order of the buffer.
    let ends = parameters.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
    let hidden = Dictionary(
      uniqueKeysWithValues: architecture.hiddenLayerIndices.enumerated().map {
        ($1, "layer \($0 + 1)")
      })
    return architecture.layers.enumerated().map { index, layer in
      let isLast = index == architecture.layers.count - 1
      return Layer(
        name: layer.description, output: architecture.layerShapes[index],
        parameters: parameters[index] - writtenOut.count(in: ends[index]..<ends[index + 1]),
        multiplyAdds: products[index],
        analyzedAs: hidden[index] ?? (isLast ? "logits" : nil))
    }
  }
}
