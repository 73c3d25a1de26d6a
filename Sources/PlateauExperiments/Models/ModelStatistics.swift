import PlateauData
import PlateauFormats
import PlateauGeometry
public import PlateauNetworks
public import PlateauNumerics

/// The distributions of a network's weights and activities.
public struct ModelStatistics: Sendable {
  private let network: Network<Double>
  private let writtenOut: WrittenOutParameters

  /// Prepares the statistics of a network.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - writtenOut: The parameters that are none of its file, and not counted as weights.
  public init(
    _ network: Network<Double>, without writtenOut: WrittenOutParameters = .init([])
  ) {
    self.network = network
    self.writtenOut = writtenOut
  }

  /// The weights of each layer, biases left out, in bins that are symmetric about 0.
  ///
  /// One record for each dense layer and convolution, with all entries of its kernels, in the order
  /// of the parameters. They are numbered by the hidden layer they lead to, as activities are; where
  /// branches meet there are several, such as `layer 3, weight 2`. A layer whose weights are all
  /// written out has no record.
  public var weights: [LayerRecord] { tensors.map(\.record) }

  /// The same, each with the tensor that it is of.
  private var tensors: [(tensor: ParameterLayout.Tensor, record: LayerRecord)] {
    Self.tensors(of: network.architecture) { tensor in
      let values = writtenOut.own(tensor.range, of: network.parameters)
      return values.isEmpty ? nil : .symmetric(values)
    }
  }

  /// The distributions of the weights of a model, which are read tensor by tensor.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - bins: The bins of histograms; 0 counts none.
  /// - Returns: The tensors that hold weights, with their records.
  /// - Throws: `FormatError` where parameters cannot be read.
  static func tensors(
    of model: ModelFile, bins: Int
  ) throws(FormatError) -> [(tensor: ParameterLayout.Tensor, record: LayerRecord)] {
    try tensors(of: model.architecture) { (tensor) throws(FormatError) in
      let ranges = model.writtenOut.own(tensor.range)
      return try Distribution.symmetric(bins: bins) { (body) throws(FormatError) in
        for range in ranges { try model.forEachParameter(in: range, body) }
      }
    }
  }

  /// The weights of each layer, with what is said of each.
  private static func tensors<Failure: Error>(
    of architecture: Architecture,
    _ distribution: (ParameterLayout.Tensor) throws(Failure) -> Distribution?
  ) throws(Failure) -> [(tensor: ParameterLayout.Tensor, record: LayerRecord)] {
    var result: [(tensor: ParameterLayout.Tensor, record: LayerRecord)] = []
    for (layer, tensors) in architecture.weightsByLayer.enumerated() {
      for (index, tensor) in tensors.enumerated() {
        guard let own = try distribution(tensor) else { continue }
        let name = "layer \(layer + 1)" + (tensors.count > 1 ? ", weight \(index + 1)" : "")
        result.append(
          (tensor, LayerRecord(name: name, distribution: own, saturatedFraction: nil)))
      }
    }
    return result
  }

  /// The activities of each hidden layer, with the share of units on the flat part.
  ///
  /// A unit is saturated at an example if its slope is at most 0.01 of the largest. Examples are
  /// looked at in shards: activities are never there all at once.
  ///
  /// - Parameters:
  ///   - inputs: Examples, of shape `[examples, features]`, at least one.
  ///   - workers: The threads.
  /// - Returns: One record for each hidden layer, from the input on.
  /// - Throws: `ExperimentError` where activities overflow.
  public func activities(
    on inputs: Matrix<Float>, workers: Workers
  ) throws(ExperimentError) -> [LayerRecord] {
    let ranges = network.architecture.hiddenActivations.map { $0?.function.values }
    let statistics: ActivityStatistics
    do {
      statistics = try network.activityStatistics(at: inputs, in: ranges, workers: workers)
    } catch {
      throw ExperimentError(error, of: "the network", layers: ranges.count)
    }
    return statistics.layers.dropLast().enumerated().map { index, layer in
      LayerRecord(
        name: "layer \(index + 1)", distribution: layer.distribution,
        saturatedFraction: layer.saturatedFraction)
    }
  }
}
