import PlateauNetworks
import PlateauNumerics

// Nodes that take constants alone, which exporters leave in a graph, and inputs that are fixed.
extension ONNXImport {
  /// The most products that a node of constants takes.
  private static let mostProducts = 1 << 32

  /// What a node makes of constants alone, computed by a network of this one node; nil where it takes a
  /// value, or cannot be computed so.
  func folded(_ node: ONNXNode) -> ONNXConstant? {
    var names: [String] = []
    for name in node.inputs where !name.isEmpty {
      guard case .constant(let constant)? = self[name] else { return nil }
      if !constant.holdsIntegers, !names.contains(name) { names.append(name) }
    }
    for name in names {
      if let result = try? folded(node, as: name) { return result }
    }
    return nil
  }

  private func folded(_ node: ONNXNode, as name: String) throws(FormatError) -> ONNXConstant? {
    guard case .constant(let constant)? = self[name] else { return nil }
    let (sides, numbers) = (try constant.sides(), try numbers(constant))
    guard numbers.count <= Self.largestExpansion else { return nil }
    // A number alone is a vector of one.
    let shape =
      sides.isEmpty
      ? ONNXShape.vector(1) : ONNXShape(form: sides.count == 1 ? .vector : .rows, sides: sides)
    var inner = alone(name, as: ONNXValue(layer: nil, shape: shape), input: shape.input)
    let value = try inner.layer(for: node)
    guard value.detour == nil, value.softmax == nil else { return nil }
    let rows = sides.count > 1 ? sides[0] : 1
    guard value.shape.batch == rows else { return nil }
    let row = try inner.row(of: value, node)
    do {
      let architecture = try Architecture(input: shape.input, layers: row.layers)
      let products = architecture.stages.reduce(0) { $0 + ($1.linear?.multiplyAdds ?? 0) }
      guard products <= Self.mostProducts / rows else { return nil }
      var parameters: [Double] = []
      for own in row.parameters { parameters += try own.numbers() }
      let network = try Network<Double>(architecture, parameters: parameters)
      let results = network.logits(
        of: Matrix(rows: rows, columns: shape.input.count, elements: numbers),
        workers: Workers(threads: 1)
      ).elements
      guard results.allSatisfy(\.isFinite) else { return nil }
      let isNumber = sides.isEmpty && value.shape.sides == [1]
      let ends = isNumber ? [] : value.shape.sides.map { $0 ?? rows }
      return ONNXConstant(results, precision, sides: ends, label: node.label)
    } catch {
      return nil
    }
  }
}
