import PlateauNumerics

extension ONNXChain {
  /// Gemm: alpha · op(A) · op(B) + beta · C.
  mutating func multiplyGenerally(_ node: ONNXNode) throws(FormatError) {
    try node.check(inputs: 2...3, attributes: ["alpha", "beta", "transA", "transB"])
    let transposes = (
      try node.integer("transA", default: 0) != 0, try node.integer("transB", default: 0) != 0
    )
    let alpha = try node.number("alpha", default: 1)
    let beta = try node.number("beta", default: 1)
    guard shape.sides.count == 2 else {
      throw node.unsupported(
        "takes a value of shape \(shape); Gemm multiplies matrices", "Put a Flatten before it.")
    }
    switch (try operand(node.inputs[0], of: node), try operand(node.inputs[1], of: node)) {
    case (.value, .constant(let tensor)):
      let isColumn = transposes.0
      try multiply(
        node, tensor, fromLeft: isColumn, transposed: transposes.1 != isColumn, by: alpha)
      // The product of a transposed column is a row.
      if isColumn { shape = .rows(1, shape.features) }
    case (.constant(let tensor), .value):
      if transposes.1 {
        // A single row, transposed, is a column.
        guard shape.form == .rows, shape.batch == 1 else { throw refusal(node, left: true) }
        shape = .column(shape.features)
      }
      try multiply(node, tensor, fromLeft: true, transposed: transposes.0, by: alpha)
    default: throw noConstant(node)
    }
    guard node.inputs.count == 3 else { return }
    guard case .constant(let tensor) = try operand(node.inputs[2], of: node) else {
      throw noConstant(node)
    }
    try add(tensor, times: beta, node)
  }

  /// MatMul, with a constant on either side.
  mutating func multiply(_ node: ONNXNode) throws(FormatError) {
    try node.check(inputs: 2...2)
    switch (try operand(node.inputs[0], of: node), try operand(node.inputs[1], of: node)) {
    case (.value, .constant(let tensor)):
      try multiply(node, tensor, fromLeft: false, transposed: false, by: 1)
    case (.constant(let tensor), .value):
      try multiply(node, tensor, fromLeft: true, transposed: false, by: 1)
    default: throw noConstant(node)
    }
  }

  /// Add, of a constant to the output of a dense layer.
  mutating func add(_ node: ONNXNode) throws(FormatError) {
    try node.check(inputs: 2...2)
    switch (try operand(node.inputs[0], of: node), try operand(node.inputs[1], of: node)) {
    case (.value, .constant(let tensor)), (.constant(let tensor), .value):
      guard case .dense = layers.last else {
        throw node.unsupported(
          "adds to \(layers.isEmpty ? "the input" : "the output of a nonlinearity")",
          "Fold the constant into the biases of the next dense layer.")
      }
      try add(tensor, times: 1, node)
    default: throw noConstant(node)
    }
  }

  /// Appends a dense layer with the given matrix, as it multiplies: W·x from the left, x·W else.
  private mutating func multiply(
    _ node: ONNXNode, _ tensor: ONNXTensor, fromLeft: Bool, transposed: Bool, by alpha: Double
  ) throws(FormatError) {
    let sides = try tensor.shape()
    guard sides.count == 2 else {
      throw node.unsupported(
        "multiplies by a constant of shape \(sides); a matrix is needed",
        "Export it as a dense layer.")
    }
    // Stored as W or as its transpose, of which a network keeps W, of shape [outputs, inputs].
    let isStoredByOutput = fromLeft != transposed
    let (outputs, inputs) = isStoredByOutput ? (sides[0], sides[1]) : (sides[1], sides[0])
    try orient(node, fromLeft: fromLeft)
    guard shape.features == inputs else {
      throw node.malformed(
        "multiplies a value of shape \(shape) by a matrix for \(inputs) values")
    }
    let values = try numbers(tensor)
    var weights = Matrix<Double>(rows: outputs, columns: inputs, elements: values)
    if !isStoredByOutput {
      for output in 0..<outputs {
        for input in 0..<inputs { weights[output, input] = values[input * outputs + output] }
      }
    }
    if alpha != 1 { for index in values.indices { weights.elements[index] *= alpha } }
    append(
      .dense(weights: weights, biases: Array(repeating: 0, count: outputs)), from: node)
    shape = shape.replacingFeatures(by: outputs)
  }

  /// Checks that features lie along the axis that a product sums over.
  private mutating func orient(_ node: ONNXNode, fromLeft: Bool) throws(FormatError) {
    guard shape.featureAxis != nil else {
      throw node.unsupported(
        "multiplies a value of shape \(shape) along its last side alone",
        "Put a Flatten before it.")
    }
    guard fromLeft, shape.form == .rows else {
      guard fromLeft || shape.form != .column else { throw refusal(node, left: false) }
      return
    }
    // An input of shape [n, 1] can be a column of n values as well as n rows of one.
    guard layers.isEmpty, shape.sides.count == 2, shape.sides[1] == 1, let count = shape.sides[0]
    else { throw refusal(node, left: true) }
    shape = .column(count)
    input = shape
  }

  /// Adds a constant, broadcast over all examples, to the biases of the last layer.
  private mutating func add(
    _ tensor: ONNXTensor, times beta: Double, _ node: ONNXNode
  ) throws(FormatError) {
    let sides = try tensor.shape()
    let features = shape.features
    let aligned = Array(repeating: 1, count: max(0, shape.sides.count - sides.count)) + sides
    let fits =
      aligned.count == shape.sides.count
      && aligned.indices.allSatisfy {
        aligned[$0] == 1 || $0 == shape.featureAxis && aligned[$0] == features
      }
    guard fits, shape.featureAxis != nil else {
      throw node.unsupported(
        "adds a constant of shape \(sides) to a value of shape \(shape)",
        "Only one number for each unit can be added: export the layer with a bias.")
    }
    var values = try numbers(tensor)
    if values.count == 1 { values = Array(repeating: values[0], count: features) }
    if beta != 1 { values = values.map { $0 * beta } }
    guard addToBiases(values) else {
      throw node.malformed("adds \(values.count) numbers where the layer has others")
    }
  }

  private func refusal(_ node: ONNXNode, left: Bool) -> FormatError {
    node.unsupported(
      "multiplies a value of shape \(shape) from the \(left ? "left" : "right"), which mixes the "
        + "examples of a batch",
      "Export the layer as x·W + b, with the batch as the first side.")
  }

  private func noConstant(_ node: ONNXNode) -> FormatError {
    node.unsupported(
      "needs one constant operand", "Only plain chains of layers with fixed weights are read.")
  }
}
