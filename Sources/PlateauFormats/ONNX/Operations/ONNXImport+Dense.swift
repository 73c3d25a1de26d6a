import PlateauNetworks
import PlateauNumerics

extension ONNXImport {
  /// Gemm: alpha · op(A) · op(B) + beta · C.
  mutating func multiplyGenerally(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 2...3, attributes: ["alpha", "beta", "transA", "transB"])
    let transposes = (
      try node.integer("transA", default: 0) != 0, try node.integer("transB", default: 0) != 0
    )
    let alpha = try node.number("alpha", default: 1)
    let beta = try node.number("beta", default: 1)
    func checkRank(_ value: ONNXValue) throws(FormatError) {
      guard value.shape.sides.count == 2 else {
        throw node.unsupported(
          "takes a value of shape \(value.shape); Gemm multiplies matrices",
          "Put a Flatten before it.")
      }
    }
    var result: ONNXValue
    switch try operands(of: node) {
    case (.value(let value), .constant(let constant)):
      try checkRank(value)
      let isColumn = transposes.0
      result = try multiply(
        value, constant, node, fromLeft: isColumn, transposed: transposes.1 != isColumn, by: alpha)
      // The product of a transposed column is a row.
      if isColumn { result.shape = .rows(1, result.shape.features) }
    case (.constant(let constant), .value(var value)):
      try checkRank(value)
      if transposes.1 {
        // A single row, transposed, is a column.
        guard value.shape.form == .rows, value.shape.batch == 1 else {
          throw mixed(node, value.shape, left: true)
        }
        value.shape = .column(value.shape.features)
      }
      result = try multiply(
        value, constant, node, fromLeft: true, transposed: transposes.0, by: alpha)
    default: throw noConstant(node)
    }
    guard node.inputs.count == 3 else { return result }
    let biases = try broadcast(constant(node.inputs[2], of: node), over: result, node)
    return try shifted(result, by: biases.scaled(by: beta), node)
  }

  /// MatMul, of values or with a constant on either side.
  mutating func multiplyMatrices(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 2...2)
    if let product = try multiplyVector(node) { return product }
    switch try operands(of: node) {
    case (.value(let value), .constant(let constant)):
      if value.shape.form == .rows, value.shape.featureAxis == nil, try constant.sides().count == 2
      {
        return try multiplyLast(value, constant, node)
      }
      if value.shape.form == .rows, try constant.sides().count > 2 {
        return try multiplyValues(value, matrices(constant, beside: value, node), node)
      }
      return try multiply(value, constant, node, fromLeft: false, transposed: false, by: 1)
    case (.constant(let constant), .value(let value)):
      if value.shape.form == .rows, value.shape.sides.count > 2 {
        return try multiplyValues(matrices(constant, beside: value, node), value, node)
      }
      return try multiply(value, constant, node, fromLeft: true, transposed: false, by: 1)
    case (.value(let first), .value(let second)): return try multiplyValues(first, second, node)
    default: throw noConstant(node)
    }
  }

  /// Matrices that are constants, as a value with as many sides as another.
  private mutating func matrices(
    _ constant: ONNXConstant, beside value: ONNXValue, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let (sides, rank) = (try constant.sides(), value.shape.sides.count)
    guard sides.count >= 2, sides.count <= rank else {
      throw node.unsupported(
        "multiplies a value of shape \(value.shape) by a constant of shape \(sides)",
        "Both need as many sides.")
    }
    let raised = constant.viewed(as: Array(repeating: 1, count: rank - sides.count) + sides)
    return try asValue(.constant(raised), sides: nil, beside: value, node)
  }

  /// Appends a dense layer with the given matrix, as it multiplies: W·x from the left, x·W else.
  private mutating func multiply(
    _ value: ONNXValue, _ constant: ONNXConstant, _ node: ONNXNode, fromLeft: Bool,
    transposed: Bool, by alpha: Double
  ) throws(FormatError) -> ONNXValue {
    let sides = try constant.sides()
    guard sides.count == 2 else {
      throw node.unsupported(
        "multiplies by a constant of shape \(sides); a matrix is needed",
        "Export it as a dense layer.")
    }
    // Stored as W or as its transpose, of which a network keeps W, of shape [outputs, inputs].
    let isStoredByOutput = fromLeft != transposed
    let (outputs, inputs) = isStoredByOutput ? (sides[0], sides[1]) : (sides[1], sides[0])
    let value = try oriented(value, node, fromLeft: fromLeft)
    guard value.shape.features == inputs else {
      throw node.malformed(
        "multiplies a value of shape \(value.shape) by a matrix for \(inputs) values")
    }
    var weights = try parameters(
      constant, transposed: isStoredByOutput ? nil : (rows: outputs, columns: inputs))
    if alpha != 1 || value.order != nil {
      try weights.change { weights in
        let old = weights
        for input in 0..<inputs {
          let place = value.order.map { $0[input] } ?? input
          for output in 0..<outputs {
            weights[output * inputs + place] = old[output * inputs + input] * alpha
          }
        }
      }
    }
    let parameters = weights + ONNXParameters(Array(repeating: 0, count: outputs))
    let source = value.layer == nil ? nil : layers.flatten(value.layer, for: node.name)
    let layer = layers.append(
      .dense(units: outputs), parameters,
      writtenOut: [outputs * inputs..<parameters.count], after: source,
      shape: InputShape(channels: outputs, height: 1, width: 1), for: node.name)
    return ONNXValue(layer: layer, shape: value.shape.replacingFeatures(by: outputs))
  }

  /// x·W along the last side alone, for each place along the others: a convolution of one pixel; W may
  /// lie transposed.
  mutating func multiplyLast(
    _ value: ONNXValue, _ constant: ONNXConstant, _ node: ONNXNode, transposed: Bool = false
  ) throws(FormatError) -> ONNXValue {
    let (given, shape) = (try constant.sides(), value.shape.exampleSides)
    let sides = transposed ? given.reversed() : given
    guard sides[0] == shape[shape.count - 1] else {
      throw node.malformed(
        "multiplies a value of shape \(value.shape) by a constant of shape \(sides)")
    }
    let (inputs, outputs) = (sides[0], sides[1])
    let rank = value.shape.sides.count
    let turned = [0, rank - 1] + (1..<rank - 1)
    let pixels = value.shape.features / inputs
    try checkExpansion(value.shape.features, of: node, isKept: false)
    let image = try settled(
      value.transposed(turned), as: InputShape(channels: inputs, height: 1, width: pixels), node)
    let weights = try parameters(
      constant, transposed: transposed ? nil : (rows: outputs, columns: inputs))
    let layer = layers.append(
      .convolution(Convolution(channels: outputs, window: Window(1), hasBias: false)), weights,
      after: image.layer, shape: InputShape(channels: outputs, height: 1, width: pixels),
      for: node.name)
    let result = ONNXValue(
      layer: layer,
      shape: ONNXShape(
        form: .rows, sides: [value.shape.batch, outputs] + shape.dropLast().map { $0 }))
    return result.transposed([0] + (2..<rank) + [1])
  }

  /// The value with its features along the axis that a product sums over.
  private mutating func oriented(
    _ value: ONNXValue, _ node: ONNXNode, fromLeft: Bool
  ) throws(FormatError) -> ONNXValue {
    let shape = value.shape
    guard shape.featureAxis != nil else {
      throw node.unsupported(
        "multiplies a value of shape \(shape) along its last side alone",
        "Put a Flatten before it.")
    }
    guard fromLeft, shape.form == .rows else {
      guard fromLeft || shape.form != .column else { throw mixed(node, shape, left: false) }
      return value
    }
    // An input of shape [n, 1] can be a column of n values as well as n rows of one.
    if view == .asGiven, layers.keepsPlaces(value.layer), shape.sides.count == 2,
      shape.sides[1] == 1, let count = shape.sides[0],
      (1...Architecture.largestWidth).contains(count)
    {
      wantedView = .column
    }
    throw mixed(node, shape, left: true)
  }

  private func mixed(_ node: ONNXNode, _ shape: ONNXShape, left: Bool) -> FormatError {
    node.unsupported(
      "multiplies a value of shape \(shape) from the \(left ? "left" : "right"), which mixes the "
        + "examples of a batch",
      "Export the layer as x·W + b, with the batch as the first side.")
  }

  private func noConstant(_ node: ONNXNode) -> FormatError {
    node.unsupported(
      "needs one constant operand", "Only layers with fixed weights are read.")
  }
}
