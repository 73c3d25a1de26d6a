import PlateauNumerics

/// Turns layers into stages, and refuses those that do not fit.
package struct StageBuilder {
  /// What a stage makes, or the input.
  package struct Value {
    var isUsed = false
  }

  /// What a layer has put out: a value, and how it is seen.
  package struct Output {
    let value: Int
    let shape: InputShape
    /// Whether channels change fastest in memory; without meaning for one channel or one pixel.
    var isChannelsLast = false
  }

  let layers: [Layer]
  private(set) var stages: [Stage] = []
  private(set) var tensors: [ParameterLayout.Tensor] = []
  private(set) var values: [Value]
  /// The value that the layer at hand takes first, and then what it has made of it.
  var current = 0
  /// The shape in which it is seen: a flattened image is a vector.
  var shape: InputShape
  /// Whether its channels change fastest.
  var isChannelsLast = false
  /// What each layer has put out.
  private var outputs: [Output] = []
  /// The shapes in which what each layer puts out is seen.
  var shapes: [InputShape] { outputs.map(\.shape) }
  private let input: InputShape
  /// By layer, those that it takes; nil is the input.
  private var sources: [[Int?]] = []
  private var offset = 0
  private var index = 0

  init(input: InputShape, layers: [Layer]) throws(NetworkError) {
    self.layers = layers
    self.input = input
    values = [Value()]
    shape = input
    guard input.count <= NetworkLimits.width else {
      throw NetworkError(
        "The input \(input) has \(input.count) values; at most \(NetworkLimits.width) are "
          + "possible.")
    }
    for position in layers.indices {
      sources.append(layers[position].sources.map { $0.index(at: position) })
      try checkSources(at: position)
    }
    for position in layers.indices {
      let form = layers[position].operation.form
      let taken = sources[position].map { $0.map { outputs[$0] } ?? Output(value: 0, shape: input) }
      guard form.arity.contains(taken.count) else {
        throw NetworkError(
          "Layer \(position), \(layers[position]), takes \(taken.count) values; "
            + (form.arity.count == 1
              ? "it needs \(form.arity.lowerBound)." : "give at least \(form.arity.lowerBound)."))
      }
      take(taken[0])
      try form.append(to: &self, taken, at: position)
      if form.isModule { index += 1 }
      outputs.append(Output(value: current, shape: shape, isChannelsLast: isChannelsLast))
    }
    try finish()
  }

  /// Makes what a layer has put out the current value.
  mutating func take(_ source: Output) {
    (current, shape, isChannelsLast) = (source.value, source.shape, source.isChannelsLast)
  }

  /// The value that holds what a layer has put out in an order in memory; it becomes the current one.
  mutating func ordered(_ source: Output, channelsLast: Bool, at position: Int) -> Int {
    take(source)
    order(channelsLast: channelsLast, at: position)
    return current
  }

  /// Checks that a layer takes what comes before it.
  private func checkSources(at position: Int) throws(NetworkError) {
    let isKnown = sources[position].allSatisfy { $0.map((0..<position).contains) ?? true }
    guard isKnown else {
      throw NetworkError(
        "Layer \(position), \(layers[position]), names a layer that does not come before it; "
          + (position == 0 ? "it is the first." : "name one from 0 to \(position - 1)."))
    }
  }

  // MARK: - Stages

  /// Appends a stage that takes the current value, and others, and makes its output the current one.
  mutating func emit(
    _ operation: Stage.Operation, with others: [Int] = [], shape: InputShape, at position: Int,
    isChannelsLast: Bool = true
  ) {
    let sources = [current] + others
    for source in sources { values[source].isUsed = true }
    stages.append(
      Stage(
        layer: position, operation: operation, sources: sources, input: self.shape, output: shape))
    values.append(Value())
    current = stages.count
    (self.shape, self.isChannelsLast) = (shape, isChannelsLast)
  }

  /// Appends a tensor of the layer at hand.
  ///
  /// - Returns: Where it begins.
  mutating func emit(_ tensor: String, _ shape: [Int], isTrained: Bool = true) -> Int {
    let count = shape.reduce(1, *)
    tensors.append(
      ParameterLayout.Tensor(
        name: "layers.\(index).\(tensor)", shape: shape, layer: outputs.count,
        range: offset..<offset + count, isTrained: isTrained))
    offset += count
    return offset - count
  }

  /// Brings the current value into an order in memory.
  mutating func order(channelsLast: Bool, at position: Int) {
    guard shape.channels > 1, shape.height * shape.width > 1,
      isChannelsLast != channelsLast
    else { return }
    emit(
      .linear(Reordering(image: shape, toLast: channelsLast)), shape: shape, at: position,
      isChannelsLast: channelsLast)
  }

  /// Gives the stage that makes the current value a nonlinearity, or a copy of it where others take
  /// the value without, as penalties on a softmax do, or there is a nonlinearity already.
  mutating func activate(_ function: Activation, at position: Int) {
    let isFree =
      current > 0 && stages[current - 1].activation == nil
      && stages[current - 1].nonlinear?.saturates != true && isTakenOnce(by: position)
    if !isFree {
      emit(
        .linear(Sum.copy(count: shape.count)), shape: shape, at: position,
        isChannelsLast: isChannelsLast)
    }
    stages[current - 1].activation = function
    stages[current - 1].activationLayer = position
  }

  /// Whether a layer is the only one that takes the current value, however it is seen.
  private func isTakenOnce(by position: Int) -> Bool {
    guard !stages.contains(where: { $0.sources.contains(current) }) else { return false }
    let names = outputs.indices.filter { outputs[$0].value == current }
    return layers.indices.allSatisfy { taker in
      taker == position || names.contains(taker)
        || !sources[taker].contains { $0.map(names.contains) ?? false }
    }
  }

  // MARK: - Checks

  /// Returns how many groups of a size the current value has.
  ///
  /// - Throws: `NetworkError` where it has no whole number of them; `name` is the size in its message.
  func groups(
    of size: Int, named name: String = "that", at position: Int
  ) throws(NetworkError) -> Int {
    guard size > 0, shape.count % size == 0 else {
      throw NetworkError(
        "Layer \(position), \(layers[position].operation), takes \(shape), whose "
          + "\(shape.count) values are no multiple of \(name).")
    }
    return shape.count / size
  }

  /// The height and width that a window makes of the current value.
  func sides(of window: Window, at position: Int) throws(NetworkError) -> (
    height: Int, width: Int
  ) {
    let padding = window.padding
    let limit = 1 << 12
    let numbers = [window.height, window.width, window.verticalStride, window.horizontalStride]
    let pads = [padding.top, padding.left, padding.bottom, padding.right]
    guard numbers.allSatisfy({ (1...limit).contains($0) }),
      pads.allSatisfy({ (0...limit).contains($0) })
    else {
      throw NetworkError(
        "Layer \(position), \(layers[position]), has a side, stride or padding out of range; sides "
          + "and strides go from 1 to \(limit), padding from 0 to \(limit).")
    }
    let height = shape.height + padding.top + padding.bottom
    let width = shape.width + padding.left + padding.right
    guard window.height <= height, window.width <= width else {
      throw NetworkError(
        "Layer \(position), \(layers[position]), does not fit its input \(shape), which is "
          + "\(height)×\(width) pixels large with its padding. Make the window smaller.")
    }
    return (
      (height - window.height) / window.verticalStride + 1,
      (width - window.width) / window.horizontalStride + 1
    )
  }

  /// Checks that there is room for the weights and biases of a layer.
  func checkParameters(
    _ inputs: Int, _ outputs: Int, at position: Int
  ) throws(NetworkError) {
    // Both are far below 2⁴⁸ by then, so that nothing overflows.
    let (product, overflows) = inputs.multipliedReportingOverflow(by: outputs)
    let total = overflows ? Int.max / 2 : min(product, Int.max / 2) + outputs + offset
    guard total <= NetworkLimits.parameterCount else {
      throw NetworkError(
        "Layer \(position), \(layers[position]), brings the number of parameters to \(total); at "
          + "most \(NetworkLimits.parameterCount) are possible. Make layers smaller.")
    }
  }

  /// Appends a copy of what the last layer puts out, as a vector, unless a dense layer makes it that
  /// has no nonlinearity, and that nothing else takes.
  ///
  /// The last stage is so always a linear map of one value: what passes and bounds begin with.
  private mutating func copyLogits() {
    if let last = stages.last, last.isDense, last.activation == nil, current == stages.count {
      return
    }
    let isTurned =
      isChannelsLast && shape.channels > 1 && shape.height * shape.width > 1
    emit(
      .linear(
        isTurned ? Reordering(image: shape, toLast: false) : Sum.copy(count: shape.count)),
      shape: InputShape(channels: shape.count, height: 1, width: 1), at: layers.count - 1,
      isChannelsLast: false)
  }

  private mutating func finish() throws(NetworkError) {
    guard !layers.isEmpty else {
      throw NetworkError(
        "A network needs at least one layer, which puts out the logits. Found no layer at all.")
    }
    copyLogits()
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
