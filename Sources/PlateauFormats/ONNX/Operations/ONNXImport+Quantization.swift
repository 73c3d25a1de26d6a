import PlateauNetworks
import PlateauNumerics

// Quantized models, in which nodes take what QuantizeLinear and DequantizeLinear leave of values and
// weights. Of a value both together are a function of each number with levels; constants are computed.
extension ONNXImport {
  /// QuantizeLinear of a value.
  mutating func quantize(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    let quantizer = try quantizer(of: node)
    var value = try value(node.inputs[0], of: node)
    let isLast = endings.contains(try node.output())
    let steps = quantizer.steps
    func level(_ end: Int, _ step: ONNXQuantizer.Step) -> Double { Double(end - step.zero) }
    let (low, high) = (
      level(quantizer.levels.lowerBound, steps[0]), level(quantizer.levels.upperBound, steps[0])
    )
    var axis: Int?
    noteLevels(node)
    if steps.count == 1, !isLast {
      let function = Activation.quantized(scale: steps[0].scale, low: low, high: high)
      guard function.isValid else { throw outOfRange(steps[0].scale, node) }
      value = activated(value, function, node)
    } else {
      guard steps.allSatisfy({ $0.zero == steps[0].zero }) else {
        throw node.unsupported(
          "quantizes parts of a value with different zero points",
          "Quantize activations by tensor, or symmetrically.")
      }
      let own = steps.count == 1 ? 1 : try self.axis(quantizer.axis, of: value.shape, node)
      axis = own
      let sides = value.shape.sides.indices.map { $0 == own ? steps.count : 1 }
      guard steps.allSatisfy({ (0x1p-100...0x1p100).contains($0.scale) }) else {
        throw outOfRange(steps[0].scale, node)
      }
      let scales = try broadcast(
        ONNXConstant(steps.map(\.scale), precision, sides: sides, label: node.label), over: value,
        node)
      // In weights and biases the quotients would be rounded in another way.
      value.isShared = true
      value = mapped(
        value, scales.isByUnit, means: scales.numbers.map { _ in 0 }, deviations: scales.numbers,
        node)
      value = activated(value, .quantized(scale: 1, low: low, high: high), node)
      if isLast {
        // The integers themselves are the output.
        return try shifted(value, by: uniform(Double(steps[0].zero), over: value, node), node)
      }
      value = try scaled(value, by: scales, node)
    }
    value.quantization = ONNXQuantization(
      steps: steps, axis: axis, order: value.order, shape: value.shape,
      refusal: node.unsupported(
        "is followed by a node that computes with integers, which is not read",
        "Put DequantizeLinear behind each QuantizeLinear, as in the QDQ format."))
    return value
  }

  /// DequantizeLinear of what QuantizeLinear made of a value.
  mutating func dequantize(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    let quantizer = try quantizer(of: node)
    var value = try value(node.inputs[0], of: node, isViewed: true)
    guard let quantization = value.quantization else {
      throw node.malformed("takes \(node.inputs[0].quotedForMessage), which is not quantized")
    }
    value.quantization = nil
    let (first, second) = (quantization.steps, quantizer.steps)
    if first == second, first.count == 1 { return value }
    if first == second, value.order == quantization.order, value.shape == quantization.shape,
      quantizer.axis == quantization.axis
        || quantizer.axis + value.shape.sides.count == quantization.axis
    {
      return value
    }
    guard first.count == 1, second.count == 1 else {
      throw node.unsupported(
        "undoes a quantization by parts of another value, or with other scales",
        "Put it behind its QuantizeLinear, with the same scales, zero points and axis.")
    }
    // (x / s + z − z′)·s′.
    value.isShared = true
    let result = try scaled(
      value, by: uniform(second[0].scale / first[0].scale, over: value, node), node)
    let shift = Double(first[0].zero - second[0].zero) * second[0].scale
    return try shifted(result, by: uniform(shift, over: result, node), node)
  }

  // MARK: - Constants

  /// QuantizeLinear of a constant, in the precision of the file.
  func quantized(
    _ node: ONNXNode, _ operands: [ONNXConstant]
  ) throws(FormatError) -> ONNXConstant {
    let quantizer = try quantizer(of: node)
    let sides = try operands[0].sides()
    let steps = try quantizer.steps(over: sides, of: node)
    let numbers = try numbers(operands[0])
    let integers: [Int?] = zip(numbers, steps).map { number, step in
      let quotient =
        precision == .float ? Double(Float(number) / Float(step.scale)) : number / step.scale
      let level = quotient.rounded(.toNearestOrEven) + Double(step.zero)
      return Int(
        min(max(level, Double(quantizer.levels.lowerBound)), Double(quantizer.levels.upperBound)))
    }
    return ONNXConstant(integers, sides: sides, label: node.label)
  }

  /// DequantizeLinear of a constant: exact products.
  func dequantized(
    _ node: ONNXNode, _ operands: [ONNXConstant]
  ) throws(FormatError) -> ONNXConstant {
    let quantizer = try quantizer(of: node)
    let sides = try operands[0].sides()
    let steps = try quantizer.steps(over: sides, of: node)
    let integers = try integers(operands[0], of: node)
    return ONNXConstant(
      zip(integers, steps).map { Double($0 - $1.zero) * $1.scale }, precision, sides: sides,
      label: node.label)
  }

  // MARK: - Parts

  /// The numbers of a node.
  private func quantizer(of node: ONNXNode) throws(FormatError) -> ONNXQuantizer {
    try node.check(
      inputs: 2...3, attributes: ["axis", "saturate", "block_size", "output_dtype", "precision"])
    guard try node.integer("block_size", default: 0) == 0 else {
      throw node.unsupported(
        "quantizes by blocks", "Quantize the model by tensor or by channel.")
    }
    let scales = try constant(node.inputs[1], of: node)
    let numbers = try scales.numbers().values
    let zeros = node.inputs.count > 2 ? try constant(node.inputs[2], of: node) : nil
    let points = try zeros.map { zeros throws(FormatError) in try integers(zeros, of: node) }
    guard !numbers.isEmpty, try scales.sides().count <= 1,
      points.map({ $0.count == numbers.count || $0.count == 1 }) ?? true
    else {
      throw node.malformed(
        "has scales of shape \(try scales.sides()) and \(points?.count ?? 0) zero points")
    }
    guard let bad = numbers.first(where: { !($0 > 0) }) else {
      let steps = numbers.indices.map { index in
        ONNXQuantizer.Step(
          scale: numbers[index],
          zero: points.map { $0.count == 1 ? $0[0] : $0[index] } ?? 0)
      }
      return ONNXQuantizer(
        steps: Set(steps).count == 1 ? [steps[0]] : steps, levels: try levels(of: node, zeros),
        axis: try node.integer("axis", default: 1))
    }
    throw node.malformed("has the scale \(bad), which must be positive")
  }

  /// The numbers that a node quantizes to.
  private func levels(
    of node: ONNXNode, _ zeros: ONNXConstant?
  ) throws(FormatError) -> ClosedRange<Int> {
    let given = ONNXType(Int32(truncatingIfNeeded: try node.integer("output_dtype", default: 0)))
    if let levels = zeros?.levels ?? given.levels { return levels }
    // Without a zero point numbers have 8 bits without a sign; those of DequantizeLinear may have others.
    let isQuantizing = node.proto.opType == "QuantizeLinear"
    guard isQuantizing, zeros != nil || given.code != 0 else { return 0...255 }
    throw node.unsupported(
      "quantizes to other numbers than those of UINT8, INT8, UINT16 and INT16",
      "Quantize the model to 8 bits.")
  }

  private func outOfRange(_ scale: Double, _ node: ONNXNode) -> FormatError {
    node.unsupported(
      "has the scale \(scale), with which it is not read", "Quantize the model again.")
  }

  /// Notes that quantized values have steps, once.
  private mutating func noteLevels(_ node: ONNXNode) {
    noteOnce("Values are quantized, first in node \(node.name), ", Self.levelsNote)
  }

  private static let levelsNote =
    "in steps of slope 0: gradients do not pass through them, but for those of a softened network, which "
    + "pass as if values were not quantized."
}
