import PlateauNetworks

/// Chains of nodes that compute one function of one value, as frameworks write those that their
/// operator set has no node for: each becomes a node of that function.
///
/// A chain is taken only where no value within it is used elsewhere. Its constants may be off by a
/// rounding to single precision.
struct ONNXPatterns {
  private let nodes: [ONNXNode]
  private let uses: [String: Int]
  private let file: String
  private var makers: [String: Int] = [:]
  private var numbers: [String: Double] = [:]

  init(_ nodes: [ONNXNode], _ uses: [String: Int], _ graph: ONNXGraphProto, in file: String) {
    (self.nodes, self.uses, self.file) = (nodes, uses, file)
    for (index, node) in nodes.enumerated() {
      for name in node.proto.output { makers[name] = index }
    }
    for tensor in graph.initializer { numbers[tensor.name] = number(tensor) }
    for node in nodes where node.proto.opType == "Constant" {
      guard let name = node.proto.output.first, let tensor = try? node.constant(in: nil),
        let values = try? tensor.numbers().values, values.count == 1
      else { continue }
      numbers[name] = values[0]
    }
  }

  private func number(_ tensor: ONNXTensorProto) -> Double? {
    guard tensor.dims.allSatisfy({ $0 == 1 }) else { return nil }
    let values = try? ONNXTensor(tensor, named: tensor.name, in: file, folder: nil).numbers().values
    return values?.count == 1 ? values?[0] : nil
  }

  /// The nodes with each chain replaced by one, in the place of its last.
  func folded() -> [ONNXNode] {
    var replaced: [Int: ONNXNode] = [:]
    // Chains are found from their ends, before parts of them are taken for shorter ones.
    var dropped: Set<Int> = []
    for index in nodes.indices.reversed() where !dropped.contains(index) {
      guard let (form, value) = function(index) else { continue }
      replaced[index] = nodes[index].computing(form, of: value)
      dropped.formUnion(within(index, downTo: value))
    }
    guard !replaced.isEmpty else { return nodes }
    return nodes.indices.compactMap { index in
      replaced[index] ?? (dropped.contains(index) ? nil : nodes[index])
    }
  }

  /// The nodes of a chain but its last, and the constants that it alone takes.
  private func within(_ end: Int, downTo value: String) -> Set<Int> {
    var found: Set<Int> = []
    var waiting = nodes[end].inputs
    while let name = waiting.popLast() {
      guard name != value, let index = makers[name], uses[name] == 1, found.insert(index).inserted
      else { continue }
      waiting += nodes[index].inputs
    }
    return found
  }

  // MARK: - Functions

  /// The node that does what a chain with its end here does, and the value that the chain begins with.
  private func function(_ index: Int) -> (form: ONNXFunction, value: String)? {
    let node = nodes[index].proto
    guard ["", "ai.onnx"].contains(node.domain) else { return nil }
    switch node.opType {
    case "Mul", "Div":
      guard let name = node.output.first else { return nil }
      let product = product(name, isEnd: true)
      return gated(product) ?? clippedGate(product)
    case "Where": return limitedSoftplus(nodes[index].inputs)
    default: return nil
    }
  }

  /// x·σ(x), and the like: a value times a function of it, and a number.
  private func gated(_ product: Product) -> (ONNXFunction, String)? {
    guard product.values.count == 2 else { return nil }
    for (value, gate) in [(0, 1), (1, 0)].map({ (product.values[$0.0], product.values[$0.1]) }) {
      guard let own = inner(gate) else { continue }
      switch (own.proto.opType, product.factor) {
      case ("Sigmoid", 1) where own.inputs == [value]:
        return (ONNXFunction(operation: "Swish"), value)
      case ("HardSigmoid", 1) where own.inputs == [value]:
        guard let alpha = try? own.number("alpha", default: 0.2), near(alpha, 1.0 / 6),
          let beta = try? own.number("beta", default: 0.5), near(beta, 0.5)
        else { continue }
        return (ONNXFunction(operation: "HardSwish"), value)
      case ("Tanh", 1):
        guard let source = own.inputs.first, let soft = inner(source),
          soft.proto.opType == "Softplus", soft.inputs == [value]
        else { continue }
        return (ONNXFunction(operation: "Mish"), value)
      case ("Add", 0.5):
        guard let (base, shift) = shifted(gate), shift == 1, let curve = inner(base),
          let argument = curve.inputs.first
        else { continue }
        if curve.proto.opType == "Erf", isScaled(argument, value, by: 0.5.squareRoot()) {
          return (ONNXFunction(operation: "Gelu"), value)
        }
        if curve.proto.opType == "Tanh", isCubic(argument, value) {
          return (
            ONNXFunction(operation: "Gelu", word: ("approximate", "tanh", "none")), value
          )
        }
      default: continue
      }
    }
    return nil
  }

  /// x·min(max(x + 3, 0), 6) / 6.
  private func clippedGate(_ product: Product) -> (ONNXFunction, String)? {
    guard product.values.count == 2, near(product.factor, 1.0 / 6) else { return nil }
    for (value, gate) in [(0, 1), (1, 0)].map({ (product.values[$0.0], product.values[$0.1]) }) {
      guard let clip = inner(gate), clip.proto.opType == "Clip", clip.inputs.count == 3,
        numbers[clip.inputs[1]] == 0, numbers[clip.inputs[2]] == 6,
        let (base, shift) = shifted(clip.inputs[0]), base == value, shift == 3
      else { continue }
      return (ONNXFunction(operation: "HardSwish"), value)
    }
    return nil
  }

  /// log(1 + eˣ), or x where that is above a limit, beyond which the two are the same.
  private func limitedSoftplus(_ inputs: [String]) -> (ONNXFunction, String)? {
    guard inputs.count == 3, let test = inner(inputs[0]), test.proto.opType == "Greater",
      test.inputs.count == 2, test.inputs[0] == inputs[1], let limit = numbers[test.inputs[1]],
      limit >= 20, let soft = inner(inputs[2]), soft.proto.opType == "Softplus",
      soft.inputs == [inputs[1]]
    else { return nil }
    return (ONNXFunction(operation: "Softplus"), inputs[1])
  }

  /// k·(x + 0.044715·x³) with k = √(2/π), or k·x·(1 + 0.044715·x²).
  private func isCubic(_ argument: String, _ value: String) -> Bool {
    let outer = product(argument)
    guard near(outer.factor, 0.7978845608028654) else { return false }
    if outer.values.count == 1, let sum = inner(outer.values[0]), sum.proto.opType == "Add",
      sum.inputs.count == 2
    {
      guard let other = sum.inputs.firstIndex(of: value) else { return false }
      let cube = product(sum.inputs[1 - other])
      return near(cube.factor, 0.044715) && cube.values == [value, value, value]
    }
    guard outer.values.count == 2, let own = outer.values.firstIndex(of: value),
      let (base, shift) = shifted(outer.values[1 - own]), shift == 1
    else { return false }
    let square = product(base)
    return near(square.factor, 0.044715) && square.values == [value, value]
  }

  // MARK: - Parts

  /// A number times values.
  private struct Product {
    var factor = 1.0
    var values: [String] = []
  }

  /// The node that makes a value which is used once.
  private func inner(_ name: String) -> ONNXNode? {
    uses[name] == 1 ? makers[name].map { nodes[$0] } : nil
  }

  /// The factors of a value, through products that are used once.
  private func product(_ name: String, isEnd: Bool = false) -> Product {
    guard let node = isEnd ? makers[name].map({ nodes[$0] }) : inner(name) else {
      return Product(values: [name])
    }
    let inputs = node.inputs
    switch node.proto.opType {
    case "Mul" where inputs.count == 2:
      var result = Product()
      for input in inputs {
        if let number = numbers[input] {
          result.factor *= number
          continue
        }
        let part = product(input)
        result.factor *= part.factor
        result.values += part.values
      }
      return result
    case "Div" where inputs.count == 2:
      guard let number = numbers[inputs[1]], number != 0 else { break }
      var result = product(inputs[0])
      result.factor /= number
      return result
    case "Pow" where inputs.count == 2:
      guard let power = numbers[inputs[1]], power == 2 || power == 3 else { break }
      let part = product(inputs[0])
      guard part.factor == 1, part.values.count == 1 else { break }
      return Product(values: Array(repeating: part.values[0], count: Int(power)))
    default: break
    }
    return Product(values: [name])
  }

  private func isScaled(_ name: String, _ value: String, by factor: Double) -> Bool {
    let product = product(name)
    return product.values == [value] && near(product.factor, factor)
  }

  /// A value and the number that is added to it, of a sum that is used once.
  private func shifted(_ name: String) -> (base: String, shift: Double)? {
    guard let node = inner(name), node.proto.opType == "Add", node.inputs.count == 2 else {
      return nil
    }
    let inputs = node.inputs
    if let shift = numbers[inputs[0]] { return (inputs[1], shift) }
    return numbers[inputs[1]].map { (inputs[0], $0) }
  }

  private func near(_ number: Double, _ other: Double) -> Bool {
    (number - other).magnitude <= 1e-6 * other.magnitude
  }
}
