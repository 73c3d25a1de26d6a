import PlateauNetworks
import PlateauNumerics

extension ONNXImport {
  /// Nonlinearities that are a node of one operator, by that.
  private static let functions: [String: [Activation]] = Dictionary(
    grouping: Activation.allCases.filter {
      let form = $0.function.onnx
      return form.constants.isEmpty && !form.isGate && form.levels == nil
    }, by: \.function.onnx.operation)

  /// The operators of these, by name.
  static let functionNames: [String] = (functions.keys + ["PRelu", "Pow", "Swish"]).sorted()

  /// A nonlinearity that is a node; nil for other operators.
  mutating func function(_ node: ONNXNode) throws(FormatError) -> ONNXValue? {
    if node.proto.opType == "Swish" {
      try node.check(inputs: 1...1, attributes: ["alpha"])
      let alpha = try node.number("alpha", default: 1)
      guard alpha != 0, (1 / alpha).isFinite else { throw refused(node, "alpha", alpha) }
      // x·σ(α·x) is that of α·x, divided by α.
      let value = try value(node.inputs[0], of: node)
      guard alpha != 1 else { return activated(value, .silu, node) }
      let inside = try scaled(value, by: uniform(alpha, over: value, node), node)
      let result = activated(inside, .silu, node)
      return try scaled(result, by: uniform(1 / alpha, over: result, node), node)
    }
    if node.proto.opType == "Pow" { return try power(node) }
    guard let choices = Self.functions[node.proto.opType] else { return nil }
    let form = choices[0].function.onnx
    var names = Set(form.attributes.map(\.name))
    if let word = form.word { names.insert(word.name) }
    if node.proto.opType == "Selu" { names = ["alpha", "gamma"] }
    try node.check(inputs: 1...1, attributes: names)
    var function = choices[0]
    if let word = form.word {
      let wanted = try node.text(word.name) ?? word.default
      guard let choice = choices.first(where: { $0.function.onnx.word?.value == wanted }) else {
        throw node.unsupported(
          "has the attribute '\(word.name)' = \(wanted.quotedForMessage), which is not known",
          "Export it again with one of "
            + "\(choices.compactMap { $0.function.onnx.word?.value }.joined(separator: ", ")).")
      }
      function = choice
    }
    if node.proto.opType == "Selu", try !isSelu(node) {
      // γ times an ELU.
      let alpha = try node.number("alpha", default: 1.6732632423543772)
      let gamma = try node.number("gamma", default: 1.0507009873554805)
      let function = Activation.elu(alpha: alpha)
      guard function.isValid else { throw refused(node, "alpha", alpha) }
      guard gamma != 0, (1 / gamma).isFinite else { throw refused(node, "gamma", gamma) }
      let result = activated(try value(node.inputs[0], of: node), function, node)
      return try scaled(result, by: uniform(gamma, over: result, node), node)
    }
    if !form.attributes.isEmpty {
      var numbers: [Double] = []
      for attribute in form.attributes {
        numbers.append(try node.number(attribute.name, default: attribute.default))
      }
      guard let own = function.with(numbers) else {
        throw refused(node, form.attributes[0].name, numbers[0])
      }
      function = own
    }
    return activated(try value(node.inputs[0], of: node), function, node)
  }

  /// Pow: of a value and one exponent, of which some have names of their own.
  private mutating func power(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 2...2)
    let value = try value(node.inputs[0], of: node)
    var given = try constant(node.inputs[1], of: node)
    if given.holdsIntegers {
      given = ONNXConstant(
        try integers(given, of: node).map { Double($0) }, precision, sides: try given.sides(),
        label: given.label)
    }
    let exponents = try broadcast(given, over: value, node).numbers
    guard let exponent = exponents.first, exponents.allSatisfy({ $0 == exponent }) else {
      return try powers(value, given, node)
    }
    return try power(value, exponent, node)
  }

  /// Powers of different exponents: those of each alone, and all in their places again.
  private mutating func powers(
    _ value: ONNXValue, _ constant: ONNXConstant, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let (sides, all) = (try constant.sides(), [1] + value.shape.exampleSides)
    guard value.shape.form == .rows, sides.count <= all.count,
      ONNXArray.broadcast([sides, all]) == all
    else { throw mixingExamples(node, value.shape) }
    let numbers = try numbers(constant)
    let exponents = ONNXArray.places(of: sides, over: all).map { numbers[$0] }
    let different = Set(exponents).sorted()
    guard different.count <= 64 else {
      throw node.unsupported(
        "takes powers of \(different.count) exponents", "At most 64 different ones are read.")
    }
    var parts: [ONNXValue] = []
    var places = Array(repeating: 0, count: exponents.count)
    var start = 0
    for exponent in different {
      let own = exponents.indices.filter { exponents[$0] == exponent }
      for (index, place) in own.enumerated() { places[place] = start + index }
      start += own.count
      let part = try selected(value, own, sides: [own.count], node)
      parts.append(try power(part, exponent, node))
    }
    return try selected(parts, places, sides: value.shape.exampleSides, node)
  }

  private mutating func power(
    _ value: ONNXValue, _ exponent: Double, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let function: Activation
    switch exponent {
    case 1: return value
    case 0.5: function = .sqrt
    case -1: function = .reciprocal
    default: function = .power(exponent: exponent)
    }
    guard function.isValid else {
      throw node.unsupported(
        "has the exponent \(exponent), with which it is not read",
        "Integers from -126 to 126 but 0, and other numbers, are possible.")
    }
    return activated(value, function, node)
  }

  /// Whether the numbers of a node are those of SELU.
  private func isSelu(_ node: ONNXNode) throws(FormatError) -> Bool {
    for (name, number) in [("alpha", 1.6732632423543772), ("gamma", 1.0507009873554805)] {
      let own = try node.number(name, default: number)
      guard (own - number).magnitude <= 1e-6 else { return false }
    }
    return true
  }

  private func refused(_ node: ONNXNode, _ name: String, _ number: Double) -> FormatError {
    node.unsupported(
      "has the attribute '\(name)' = \(number), with which it is not read",
      "Export it with another function.")
  }
}

extension ONNXNode {
  /// The same node, computing a function of a value instead.
  func computing(_ form: ONNXFunction, of value: String) -> ONNXNode {
    var proto = proto
    proto.opType = form.operation
    proto.input = [value]
    proto.attribute = form.word.map { [.text($0.name, $0.value)] } ?? []
    return ONNXNode(proto, like: self)
  }
}
