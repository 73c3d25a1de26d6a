import PlateauNetworks
import PlateauNumerics

/// The equation of an Einsum: a letter for each side of its operands and of its result.
struct ONNXEquation {
  let terms: [[Character]]
  let result: [Character]

  /// Reads an equation; nil where it has anything but letters, commas and an arrow, or a letter twice in
  /// one term.
  init?(_ text: String) {
    let parts = text.filter { $0 != " " }.split(separator: "->", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count) else { return nil }
    terms = parts[0].split(separator: ",", omittingEmptySubsequences: false).map { Array($0) }
    if parts.count == 2 {
      result = Array(parts[1])
    } else {
      // Letters that are there once, in their order.
      let all = terms.joined()
      result = all.filter { letter in all.count { $0 == letter } == 1 }.sorted()
    }
    let isPlain = (terms + [result]).allSatisfy { term in
      Set(term).count == term.count && term.allSatisfy { $0.isASCII && $0.isLetter }
    }
    guard isPlain, result.allSatisfy({ letter in terms.contains { $0.contains(letter) } }) else {
      return nil
    }
  }
}

extension ONNXEquation {
  /// The equation with a letter of its own for examples before those of some terms and of the result.
  func batched(_ isValue: [Bool]) -> String? {
    let used = terms.joined()
    guard let letter = "abcdefghijklmnopqrstuvwxyz".first(where: { !used.contains($0) }) else {
      return nil
    }
    let own = zip(terms, isValue).map { ($1 ? "\(letter)" : "") + String($0) }
    return own.joined(separator: ",") + "->\(letter)" + String(result)
  }
}

extension ONNXImport {
  /// The node with a side for the batch before those of its values; nil where its equation is not read.
  func raisingEquation(_ node: ONNXNode) throws(FormatError) -> ONNXNode? {
    guard let equation = ONNXEquation(try node.text("equation") ?? ""),
      let raised = equation.batched(node.inputs.indices.map { !isConstant(node, $0) })
    else { return nil }
    return node.setting("equation", to: raised)
  }

  /// Einsum: transpositions and sums of a value, and its products with a constant or another value.
  mutating func contract(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...max(1, node.inputs.count), attributes: ["equation"])
    let text = try node.text("equation") ?? ""
    guard let equation = ONNXEquation(text), equation.terms.count == node.inputs.count else {
      throw node.unsupported(
        "has the equation \(text.quotedForMessage)",
        "Read are those of letters alone, each once in a term.")
    }
    var found: (value: ONNXValue, letters: [Character])?
    var constant: (array: ONNXArray, letters: [Character])?
    for (name, letters) in zip(node.inputs, equation.terms) {
      switch try term(name, of: node) {
      case .constant(let own) where constant == nil:
        constant = (ONNXArray(sides: try own.sides(), content: .numbers(try numbers(own))), letters)
      case .constant, .rows: throw node.unsupported("multiplies several constants", "Fold them.")
      case .value where found == nil: found = (try rows(name, of: node), letters)
      case .value:
        guard let first = found, equation.terms.count == 2 else {
          throw node.unsupported("multiplies three values or more", "Multiply two at a time.")
        }
        return try contract(first, (try rows(name, of: node), letters), equation, node)
      }
    }
    guard var (value, letters) = found else {
      throw node.unsupported(
        "computes with constants alone", "Export the model with constants folded.")
    }
    let rank = value.shape.sides.count
    guard rank == letters.count, constant.map({ $0.array.sides.count == $0.letters.count }) ?? true
    else { throw node.malformed("has other sides than its equation \(text.quotedForMessage)") }
    let batch = letters[0]
    guard equation.result.contains(batch), constant?.letters.contains(batch) != true else {
      throw mixingExamples(node, value.shape)
    }
    // What only the value has is added up first.
    let alone = letters.indices.filter { index in
      !equation.result.contains(letters[index])
        && constant?.letters.contains(letters[index]) != true
    }
    if !alone.isEmpty {
      // A single side stays behind an example's one number.
      let isAll = alone.count == rank - 1
      value = try reduced(value, alone, keepsSides: isAll, .sum, node)
      letters = letters.indices.filter { !alone.contains($0) }.map { letters[$0] }
      value = value.viewed(
        as: ONNXShape(
          form: .rows,
          sides: isAll ? [value.shape.batch, 1] : value.shape.sides))
      if isAll, constant == nil { return value }
      guard !isAll else { throw equationRefusal(node, text) }
    }
    if let constant {
      (value, letters) = try product(value, letters, constant, equation, node)
    }
    guard letters.count == equation.result.count else { throw equationRefusal(node, text) }
    let permutation = equation.result.map { letter in letters.firstIndex(of: letter) ?? 0 }
    guard permutation != Array(letters.indices) else { return value }
    return try turned(value, permutation, node, refusal: mixingExamples(node, value.shape))
  }

  /// The products of two values, summed over the sides that both have and the result has not.
  private mutating func contract(
    _ first: (value: ONNXValue, letters: [Character]),
    _ second: (value: ONNXValue, letters: [Character]), _ equation: ONNXEquation,
    _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    var sizes: [Character: Int] = [:]
    for (value, letters) in [first, second] {
      guard value.shape.sides.count == letters.count else {
        throw node.malformed("has other sides than its equation")
      }
      for (letter, side) in zip(letters, value.shape.sides).dropFirst() {
        guard sizes.updateValue(side ?? 1, forKey: letter) ?? side == side else {
          throw node.malformed("multiplies \(first.value.shape) by \(second.value.shape)")
        }
      }
    }
    let batch = first.letters[0]
    let (own, other) = (first.letters.dropFirst(), second.letters.dropFirst())
    func isKept(_ letter: Character) -> Bool { equation.result.contains(letter) }
    let groups = own.filter { other.contains($0) && isKept($0) }
    let summed = own.filter { other.contains($0) && !isKept($0) }
    let rows = own.filter { !other.contains($0) }
    let columns = other.filter { !own.contains($0) }
    guard batch == second.letters[0], isKept(batch), (rows + columns).allSatisfy(isKept) else {
      throw equationRefusal(node, try node.text("equation") ?? "")
    }
    func count(_ letters: [Character]) -> Int { letters.reduce(1) { $0 * (sizes[$1] ?? 1) } }
    func matrices(
      _ term: (value: ONNXValue, letters: [Character]), _ left: [Character], _ right: [Character]
    ) -> ONNXValue {
      let order = [batch] + groups + left + right
      return term.value.transposed(order.map { term.letters.firstIndex(of: $0) ?? 0 }).viewed(
        as: ONNXShape(
          form: .rows, sides: [term.value.shape.batch, count(groups), count(left), count(right)]))
    }
    let product = try multiplyValues(
      matrices(first, rows, summed), matrices(second, summed, columns), node)
    let letters = [batch] + groups + rows + columns
    let sides = [product.shape.batch] + letters.dropFirst().map { sizes[$0] }
    let result = product.viewed(
      as: ONNXShape(form: .rows, sides: sides.count > 1 ? sides : sides + [1]))
    let permutation = equation.result.map { letters.firstIndex(of: $0) ?? 0 }
    guard permutation != Array(letters.indices) else { return result }
    return try turned(result, permutation, node, refusal: mixingExamples(node, result.shape))
  }

  private func equationRefusal(_ node: ONNXNode, _ text: String) -> FormatError {
    node.unsupported(
      "has the equation \(text.quotedForMessage)",
      "Read are transpositions, sums, and products of two terms with the batch in both.")
  }

  /// The product of a value and a constant, summed over the sides that both have and the result has not.
  private mutating func product(
    _ value: ONNXValue, _ letters: [Character],
    _ constant: (array: ONNXArray, letters: [Character]), _ equation: ONNXEquation,
    _ node: ONNXNode
  ) throws(FormatError) -> (ONNXValue, [Character]) {
    var sizes: [Character: Int] = [:]
    for (letter, side) in zip(letters, value.shape.sides) { sizes[letter] = side ?? 1 }
    for (letter, side) in zip(constant.letters, constant.array.sides) {
      guard sizes.updateValue(side, forKey: letter) ?? side == side else {
        throw node.malformed("multiplies \(value.shape) by \(constant.array.sides)")
      }
    }
    func isShared(_ letter: Character) -> Bool { constant.letters.contains(letter) }
    func isKept(_ letter: Character) -> Bool { equation.result.contains(letter) }
    let own = letters.dropFirst()
    let paired = own.filter { isShared($0) && isKept($0) }
    let summed = own.filter { isShared($0) && !isKept($0) }
    let rest = own.filter { !isShared($0) }
    let added = constant.letters.filter { !letters.contains($0) && isKept($0) }
    let lost = constant.letters.filter { !letters.contains($0) && !isKept($0) }
    func count(_ letters: [Character]) -> Int { letters.reduce(1) { $0 * (sizes[$1] ?? 1) } }
    let (pairs, sums, outputs) = (count(Array(paired)), count(Array(summed)), count(added))
    let numbers = weights(constant, Array(paired) + added + Array(summed) + lost, count(lost))
    if summed.isEmpty, added.isEmpty {
      // Beside each number of the value, with the sides in its order.
      let order = letters.dropFirst().map { letter in
        isShared(letter) ? sizes[letter] ?? 1 : 1
      }
      let small = ONNXConstant(
        numbers, precision, sides: [1] + order, label: node.label)
      return (try scaled(value, by: broadcast(small, over: value, node), node), letters)
    }
    let turned = [letters[0]] + paired + summed + rest
    let image = try settled(
      value.transposed(turned.map { letters.firstIndex(of: $0) ?? 0 }),
      as: InputShape(channels: pairs * sums, height: 1, width: count(Array(rest))), node)
    let (rows, columns) = (pairs * outputs, pairs * sums)
    try checkExpansion(rows * columns, of: node)
    var matrix = Array(repeating: 0.0, count: rows * columns)
    for pair in 0..<pairs {
      for output in 0..<outputs {
        let row = pair * outputs + output
        for sum in 0..<sums {
          matrix[row * columns + pair * sums + sum] = numbers[row * sums + sum]
        }
      }
    }
    let pixels = count(Array(rest))
    let shape = InputShape(channels: rows, height: 1, width: pixels)
    // Zeros between pairs are not the file's.
    let zeros = (0..<rows).flatMap { row -> [Range<Int>] in
      let (start, first) = (row * columns, row / outputs * sums)
      return [start..<start + first, start + first + sums..<start + columns].filter { !$0.isEmpty }
    }
    let layer =
      pixels == 1
      ? layers.append(
        .dense(units: rows), matrix + Array(repeating: 0, count: rows),
        writtenOut: zeros + [rows * columns..<rows * columns + rows], after: image.layer,
        shape: shape, for: node.name)
      : layers.append(
        .convolution(Convolution(channels: rows, window: Window(1), hasBias: false)), matrix,
        writtenOut: zeros, after: image.layer, shape: shape, for: node.name)
    let result = [letters[0]] + paired + added + rest
    let sides = [value.shape.batch] + result.dropFirst().map { sizes[$0] }
    return (ONNXValue(layer: layer, shape: ONNXShape(form: .rows, sides: sides)), result)
  }

  /// The numbers of a constant in the order of some letters, summed over the last of them.
  private func weights(
    _ constant: (array: ONNXArray, letters: [Character]), _ order: [Character], _ lost: Int
  ) -> [Double] {
    guard case .numbers(let values) = constant.array.content else { return [] }
    let places = Permutation.order(
      constant.array.sides, order.map { letter in constant.letters.firstIndex(of: letter) ?? 0 })
    return stride(from: 0, to: places.count, by: max(1, lost)).map { first in
      places[first..<first + lost].reduce(0) { $0 + values[$1] }
    }
  }
}
