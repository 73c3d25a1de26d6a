import PlateauNumerics

// MatMul with a vector, which is a matrix of one row or column; the product lacks that side.
extension ONNXImport {
  /// The product of a value of several sides and a constant vector; nil for other operands.
  mutating func multiplyVector(_ node: ONNXNode) throws(FormatError) -> ONNXValue? {
    for (vector, other) in [(1, 0), (0, 1)] {
      guard case .constant(let constant)? = self[node.inputs[vector]],
        case .value(let value)? = self[node.inputs[other]], value.detour == nil,
        value.shape.form == .rows, value.shape.sides.count > 2, try constant.sides().count == 1
      else { continue }
      let count = try constant.count()
      let matrix = constant.viewed(as: vector == 1 ? [count, 1] : [1, count])
      let product = try multiplyMatrices(setting(matrix, at: vector, of: node))
      return lacking(product, side: product.shape.sides.count - (vector == 1 ? 1 : 2))
    }
    return nil
  }

  /// MatMul of values whose batch has been squeezed away, of which one is a vector; nil for others.
  mutating func multiplyVectors(
    _ node: ONNXNode, _ taken: [(name: String, value: ONNXValue)]
  ) throws(FormatError) -> ONNXValue? {
    guard taken.count == 1, let value = taken.first?.value, value.shape.sides.count == 2,
      let vector = node.inputs.firstIndex(of: taken[0].name),
      case .constant(let constant)? = self[node.inputs[1 - vector]]
    else { return nil }
    let given = try constant.sides()
    guard given.count > 2 else { return nil }
    let count = value.shape.features
    let ones = [Int?](repeating: 1, count: given.count - 2)
    var matrix = value
    matrix.detour = nil
    matrix.isShared = true
    matrix.shape.sides = [1] + ones + (vector == 0 ? [1, count] : [count, 1])
    self[taken[0].name] = .value(matrix)
    let product = try multiplyMatrices(
      setting(constant.viewed(as: [1] + given), at: 1 - vector, of: node))
    return lacking(product, side: product.shape.sides.count - (vector == 0 ? 2 : 1))
  }

  private func lacking(_ value: ONNXValue, side: Int) -> ONNXValue {
    var result = value
    result.shape.sides.remove(at: side)
    if result.shape.sides.count == 1 { result.shape.sides.append(1) }
    return result
  }
}
