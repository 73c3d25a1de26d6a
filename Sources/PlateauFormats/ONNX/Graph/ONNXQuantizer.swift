/// What QuantizeLinear did to a value that is still to be given its scale again.
struct ONNXQuantization {
  /// The scale and zero of each part, one for all or as many as there are along the axis.
  let steps: [ONNXQuantizer.Step]
  /// The axis along which they differ, in the value that was quantized.
  let axis: Int?
  /// The order and the shape in which nodes saw that.
  let order: [Int]?
  let shape: ONNXShape
  /// Why nodes cannot take it as it is.
  let refusal: FormatError
}

/// The numbers with which a node quantizes, or undoes it.
struct ONNXQuantizer {
  /// A scale, and the integer that stands for 0.
  struct Step: Hashable {
    let scale: Double
    let zero: Int
  }

  /// One for all numbers, or for each part along the axis.
  let steps: [Step]
  /// The numbers that values are quantized to.
  let levels: ClosedRange<Int>
  /// The axis along which steps differ, as the node has it.
  let axis: Int

  /// The step of each number of a constant.
  func steps(over sides: [Int], of node: ONNXNode) throws(FormatError) -> [Step] {
    let count = sides.reduce(1, *)
    guard steps.count > 1 else { return Array(repeating: steps[0], count: count) }
    let own = axis < 0 ? axis + sides.count : axis
    guard sides.indices.contains(own), sides[own] == steps.count else {
      throw node.malformed(
        "has \(steps.count) scales along the axis \(axis) of a constant of shape \(sides)")
    }
    let width = sides[(own + 1)...].reduce(1, *)
    return (0..<count).map { steps[$0 / width % steps.count] }
  }
}
