import PlateauNumerics

/// Turns layers into stages, and refuses those that do not fit.
struct StageBuilder {
  /// What a stage makes, or the input.
  struct Value {
    /// Whether channels change fastest; without meaning for one channel or one pixel.
    var isChannelsLast = false
    var isUsed = false
  }

  /// What a layer has put out: a value, and the shape in which it is seen.
  private struct Output {
    let value: Int
    let shape: InputShape
  }

  let layers: [Layer]
  private(set) var stages: [Stage] = []
  private(set) var tensors: [ParameterLayout.Tensor] = []
  private(set) var values: [Value]
  /// The value that the layer before has put out.
  var current = 0
  /// The shape in which it is seen: a flattened image is a vector.
  var shape: InputShape
  private var outputs: [Output] = []
  /// The shapes in which what each layer puts out is seen.
  var shapes: [InputShape] { outputs.map(\.shape) }
  private let referenced: Set<Int>
  var offset = 0
  // Names of tensors count layers as PyTorch modules do in which activations are functions.
  var index = 0

  init(input: InputShape, layers: [Layer]) throws(NetworkError) {
    self.layers = layers
    values = [Value()]
    shape = input
    referenced = Set(
      layers.compactMap { layer in
        switch layer {
        case .output(let other), .add(let other): other
        default: nil
        }
      })
    guard input.count <= Architecture.largestWidth else {
      throw NetworkError(
        "The input \(input) has \(input.count) values; at most \(Architecture.largestWidth) are "
          + "possible.")
    }
    for position in layers.indices {
      try append(layers[position], at: position)
      outputs.append(Output(value: current, shape: shape))
    }
    try finish()
  }

  private mutating func append(_ layer: Layer, at position: Int) throws(NetworkError) {
    switch layer {
    case .dense(let units): try appendDense(units, at: position)
    case .convolution(let convolution): try appendConvolution(convolution, at: position)
    case .maxPooling(let pooling):
      try appendPooling(pooling.window, at: position) { .maximum(MaxPooling(shape: $0)) }
    case .averagePooling(let pooling):
      try appendPooling(pooling.window, countsPadding: pooling.countsPadding, at: position) {
        .linear(AveragePooling(shape: $0))
      }
    case .globalAveragePooling:
      let whole = Window(height: shape.height, width: shape.width)
      try appendPooling(whole, at: position) { .linear(AveragePooling(shape: $0)) }
    case .flatten:
      order(channelsLast: false, at: position)
      shape = InputShape(channels: shape.count, height: 1, width: 1)
      index += 1
    case .activation(let function): try activate(function, at: position)
    case .normalization(let normalization):
      try appendNormalization(normalization, at: position)
    case .batchNormalization(let epsilon):
      try appendBatchNormalization(epsilon, at: position)
    case .output(let other):
      let output = try output(of: other, at: position)
      (current, shape) = (output.value, output.shape)
    case .add(let other): try appendSum(with: other, at: position)
    }
  }

  // MARK: - Stages

  /// Appends a stage that takes the current value, and others of its shape, and makes its output
  /// the current one.
  mutating func emit(
    _ operation: Stage.Operation, with others: [Int] = [], shape: InputShape, at position: Int,
    isChannelsLast: Bool = true
  ) {
    let sources = [current] + others
    for source in sources { values[source].isUsed = true }
    stages.append(
      Stage(
        layer: position, operation: operation, sources: sources, input: self.shape, output: shape))
    values.append(Value(isChannelsLast: isChannelsLast))
    current = stages.count
    self.shape = shape
  }

  mutating func emit(_ tensor: String, _ shape: [Int], isTrained: Bool = true) -> Int {
    let count = shape.reduce(1, *)
    tensors.append(
      ParameterLayout.Tensor(
        name: "layers.\(index).\(tensor)", shape: shape, range: offset..<offset + count,
        isTrained: isTrained))
    offset += count
    return offset - count
  }

  /// Brings the current value into an order in memory.
  mutating func order(channelsLast: Bool, at position: Int) {
    guard shape.channels > 1, shape.height * shape.width > 1,
      values[current].isChannelsLast != channelsLast
    else { return }
    emit(
      .linear(Reordering(image: shape, toLast: channelsLast)), shape: shape, at: position,
      isChannelsLast: channelsLast)
  }

  private func output(of layer: Int, at position: Int) throws(NetworkError) -> Output {
    guard outputs.indices.contains(layer) else {
      throw NetworkError(
        "Layer \(position), \(layers[position]), names a layer that does not come before it; "
          + (position == 0 ? "it is the first." : "name one from 0 to \(position - 1)."))
    }
    return outputs[layer]
  }

  private mutating func appendSum(with layer: Int, at position: Int) throws(NetworkError) {
    let other = try output(of: layer, at: position)
    guard other.shape == shape else {
      throw NetworkError(
        "Layer \(position), \(layers[position]), adds \(other.shape), which layer \(layer) puts "
          + "out, to \(shape); both must have the same shape.")
    }
    order(channelsLast: true, at: position)
    let own = current
    // The other value in the same order.
    current = other.value
    order(channelsLast: true, at: position)
    let partner = current
    current = own
    emit(.linear(Sum(count: shape.count)), with: [partner], shape: shape, at: position)
  }

  private mutating func activate(_ function: Activation, at position: Int) throws(NetworkError) {
    let before = stages.last
    guard let before, before.activation == nil, current == stages.count, !endsInActivation(position)
    else {
      throw NetworkError(
        "Layer \(position), \(layers[position]), must follow a layer that computes something; "
          + "\(position == 0 ? "it is the first" : "before it stands \(layers[position - 1])").")
    }
    if referenced.contains(position - 1) {
      emit(
        .linear(Copy(count: shape.count)), shape: shape, at: position,
        isChannelsLast: values[current].isChannelsLast)
    }
    stages[stages.count - 1].activation = function
  }

  private func endsInActivation(_ position: Int) -> Bool {
    if case .activation = layers[position - 1] { true } else { false }
  }

  private mutating func finish() throws(NetworkError) {
    guard let last = stages.last, last.isDense, last.activation == nil, current == stages.count
    else {
      throw NetworkError(
        "The last layer must be dense, without an activation: attacks need logits. "
          + "Found \(layers.last.map(String.init(describing:)) ?? "no layer at all").")
    }
    if let unused = values.indices.dropLast().first(where: { !values[$0].isUsed }) {
      let layer = unused == 0 ? 0 : stages[unused - 1].layer
      throw NetworkError(
        "What layer \(layer), \(layers[layer]), puts out is not used. Add it to another, or leave "
          + "the layer out.")
    }
    var hidden = 0
    for index in stages.indices.dropLast()
    where stages[index].activation != nil || stages[index].isDense {
      // Of a dense layer before batch normalization only that one's output is a hidden layer.
      if stages[index].activation == nil, stages.isNormalized(index) { continue }
      stages[index].hidden = hidden
      hidden += 1
    }
  }
}
