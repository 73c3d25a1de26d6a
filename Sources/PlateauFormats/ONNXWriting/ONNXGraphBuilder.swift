import PlateauNetworks
import PlateauNumerics
import SwiftProtobuf

/// Turns layers into nodes, one after the other.
struct ONNXGraphBuilder<Element: Scalar> {
  /// What a node has made, or the input.
  struct Value {
    let name: String
    /// The shape in which the architecture sees it.
    let shape: InputShape
    /// Whether it has an axis for each of channels, rows and columns, or one for all values.
    let isImage: Bool
    /// The number of its layer, as names have it.
    let index: Int
  }

  let network: Network<Element>
  private var graph = ONNXGraphProto()
  private let tensors: [String: ParameterLayout.Tensor]
  private var names: Set<String> = []
  /// What the layer to come takes first, and then what it has made of it.
  var value: Value
  private let input: Value
  /// What each layer has put out.
  private var outputs: [Value] = []
  /// The number of the layer to come; layers are counted as in ``Architecture/layout``.
  private(set) var index = 0

  init(_ network: Network<Element>) {
    self.network = network
    tensors = Dictionary(
      uniqueKeysWithValues: network.architecture.layout.tensors.map { ($0.name, $0) })
    let input = network.architecture.input
    // Vectors lie along the width.
    value = Value(
      name: "input", shape: input, isImage: input.channels > 1 || input.height > 1, index: 0)
    self.input = value
    graph.name = "network"
    let sides = value.isImage ? [input.channels, input.height, input.width] : [input.count]
    graph.input = [.batch("input", sides, Element.onnxType)]
    graph.output = [.batch("logits", [network.architecture.classCount], Element.onnxType)]
  }

  /// The whole graph.
  func finished() -> ONNXGraphProto {
    var builder = self
    builder.flatten()
    let name = builder.value.name
    let isTaken = builder.graph.node.contains { $0.input.contains(name) }
    if !isTaken, let maker = builder.graph.node.lastIndex(where: { $0.output == [name] }) {
      builder.graph.node[maker].output = ["logits"]
    } else {
      builder.graph.node.append(
        .with {
          $0.name = "logits"
          $0.opType = "Identity"
          $0.input = [name]
          $0.output = ["logits"]
        })
    }
    return builder.graph
  }

  /// The place of the layer to come in the architecture.
  var position: Int { outputs.count }

  /// The shape that the layer to come puts out.
  var shape: InputShape { network.architecture.layerShapes[position] }

  /// Adds what a layer does.
  mutating func append(_ layer: Layer) throws(FormatError) {
    let sources = layer.sources.map { $0.index(at: position).map { outputs[$0] } ?? input }
    value = sources[0]
    switch layer.operation {
    case .dense: try appendDense()
    case .convolution(let convolution): try append(convolution)
    case .transposedConvolution(let convolution): try append(convolution)
    case .maxPooling(let pooling): appendPooling("MaxPool", pooling.window.attributes)
    case .averagePooling(let pooling):
      appendPooling(
        "AveragePool",
        pooling.window.attributes + [.integer("count_include_pad", pooling.countsPadding ? 1 : 0)])
    case .globalAveragePooling: appendPooling("GlobalAveragePool", [])
    case .flatten: emit("Flatten", [value.name], [.integer("axis", 1)], isImage: false)
    case .activation(let function): activate(function)
    case .normalization(let normalization): try appendNormalization(normalization)
    case .batchNormalization(let epsilon): try appendBatchNormalization(epsilon)
    case .identity: break
    case .sum: for other in sources.dropFirst() { add(other) }
    case .product: multiply(sources[0], by: sources[1])
    case .matrixProduct(let product): multiply(product, sources[0], by: sources[1])
    case .softmax(let size): softmax(of: size)
    case .layerNormalization(let normalization): normalize(normalization)
    case .ranking(let ranking): rank(ranking)
    case .selection(let selection): select(selection, of: sources)
    }
    outputs.append(value)
    if layer.operation.form.isModule { index += 1 }
  }

  // MARK: - Parts

  /// Appends a node that makes the current value.
  ///
  /// - Parameters:
  ///   - operation: The operation.
  ///   - inputs: The values and constants that it takes.
  ///   - attributes: Its attributes.
  ///   - shape: The shape of what it makes; by default that of the layer to come.
  ///   - isImage: Whether this has an axis for each of channels, rows and columns.
  ///   - layer: The number of the layer it is named after; by default the one to come.
  ///   - others: What further outputs, which nothing takes, are named after it.
  mutating func emit(
    _ operation: String, _ inputs: [String], _ attributes: [ONNXAttributeProto] = [],
    shape: InputShape? = nil, isImage: Bool, layer: Int? = nil, others: [String] = []
  ) {
    let number = layer ?? index
    let plain = "layers.\(number)." + operation.prefix(1).lowercased() + operation.dropFirst()
    // Of a value that is used twice, two nonlinearities or sums can be of the same kind.
    var name = plain
    var count = 1
    while !names.insert(name).inserted {
      count += 1
      name = "\(plain).\(count)"
    }
    graph.node.append(
      .with {
        $0.name = name
        $0.opType = operation
        $0.input = inputs
        $0.output = [name] + others.map { "\(name).\($0)" }
        $0.attribute = attributes
      })
    value = Value(name: name, shape: shape ?? self.shape, isImage: isImage, index: number)
  }

  /// Makes the current value an image, where it is none.
  mutating func unfold() {
    guard !value.isImage else { return }
    let shape = value.shape
    // A zero keeps the batch.
    let name = integers("shape", [0, shape.channels, shape.height, shape.width])
    emit("Reshape", [value.name, name], shape: shape, isImage: true)
  }

  /// Makes the current value a vector, where it is an image.
  mutating func flatten(layer: Int? = nil) {
    guard value.isImage else { return }
    emit(
      "Flatten", [value.name], [.integer("axis", 1)], shape: value.shape, isImage: false,
      layer: layer)
  }

  /// Adds a tensor of the layer to come, as the network has it.
  ///
  /// - Returns: Its name.
  mutating func parameter(_ suffix: String) throws(FormatError) -> String {
    let name = "layers.\(index).\(suffix)"
    guard let tensor = tensors[name] else {
      preconditionFailure("layers are counted as in the layout")
    }
    let values = network[tensor]
    if let bad = values.firstIndex(where: { !$0.isFinite }) {
      throw FormatError(
        .malformed,
        "Tensor '\(name)' holds \(values[bad]) at index \(bad - values.startIndex); every parameter "
          + "must be finite. Train or load it again.")
    }
    graph.initializer.append(.numbers(name, tensor.shape, values))
    return name
  }

  /// Adds integers that belong to the layer to come.
  ///
  /// - Returns: Their name.
  mutating func integers(_ suffix: String, _ values: [Int]) -> String {
    let plain = "layers.\(index).\(suffix)"
    // Of a value that is used twice, two layers can have the same number.
    var name = plain
    var count = 1
    while graph.initializer.contains(where: { $0.name == name }) {
      count += 1
      name = "\(plain).\(count)"
    }
    graph.initializer.append(.integers(name, values))
    return name
  }

  /// Adds a number of 8 bits.
  ///
  /// - Returns: Its name.
  mutating func byte(_ name: String, _ value: Int8) -> String {
    if !graph.initializer.contains(where: { $0.name == name }) {
      graph.initializer.append(.byte(name, value))
    }
    return name
  }

  /// Adds numbers that are no parameters.
  ///
  /// - Returns: Their name.
  mutating func constant(_ name: String, _ shape: [Int], _ values: [Element]) -> String {
    if !graph.initializer.contains(where: { $0.name == name }) {
      graph.initializer.append(.numbers(name, shape, values))
    }
    return name
  }
}
