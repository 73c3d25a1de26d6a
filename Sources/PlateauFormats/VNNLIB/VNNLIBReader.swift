/// A strict reader of properties, assertion by assertion.
struct VNNLIBReader {
  private enum Operand {
    case input(Int)
    case output(Int)
    case number(DecimalEnclosure, ArraySlice<UInt8>)
  }

  private var text: VNNLIBText
  private let name: String
  /// Indices declared, and where.
  private(set) var inputs: [Int: Int] = [:]
  private(set) var outputs: [Int: Int] = [:]
  private var formulas: [VNNLIBFormula] = []

  init(_ bytes: [UInt8], named name: String) {
    text = VNNLIBText(bytes, named: name)
    self.name = name
  }

  /// Commands to a solver that say nothing of the property.
  private static let ignored: Set = [
    "set-logic", "set-info", "set-option", "check-sat", "get-model", "exit",
  ]

  /// Reads all expressions of the file.
  mutating func read() throws(FormatError) {
    while let expression = try text.next() {
      switch expression.head {
      case "declare-const": try declare(expression, parts: 3)
      case "declare-fun": try declare(expression, parts: 4)
      case "assert": try assert(expression)
      case let head? where Self.ignored.contains(head): continue
      case "vnnlib-version", "declare-network":
        throw text.failure(
          at: expression.offset, "the file is of version 2 of the format; version 1 is read",
          "Declare the variables as '(declare-const X_0 Real)' and '(declare-const Y_0 Real)'.",
          .unsupported)
      case let head:
        let found = head.map { "'\($0)'" } ?? "something else"
        throw text.failure(
          at: expression.offset, "'(declare-const …)' or '(assert …)' is expected, not \(found)",
          "Only these are read.", .unsupported)
      }
    }
    try checkComplete(inputs, "X")
    try checkComplete(outputs, "Y")
  }

  /// The conjunctions that the assertions expand to.
  func conjunctions() throws(FormatError) -> [VNNLIBConjunction] {
    guard
      let conjunctions = VNNLIBFormula.all(formulas)
        .conjunctions(limit: VNNLIBProperty.mostInequalities)
    else {
      throw FormatError(
        .unsupported,
        "The assertions of '\(name)' expand to more than \(VNNLIBProperty.mostInequalities) "
          + "comparisons. Split the property into several.")
    }
    return conjunctions
  }

  // MARK: - Declarations

  /// Declares a constant, or a function of no arguments, which has one part more.
  private mutating func declare(
    _ expression: VNNLIBExpression, parts: Int
  ) throws(FormatError) {
    guard let list = expression.list, list.count == parts, list[parts - 1].isWord("Real"),
      parts == 3 || list[2].list?.isEmpty == true, let word = list[1].word
    else {
      let form = parts == 3 ? "declare-const NAME Real" : "declare-fun NAME () Real"
      throw text.failure(at: expression.offset, "a declaration is no '(\(form))'")
    }
    guard let variable = Self.variable(word) else {
      throw text.failure(
        at: list[1].offset,
        "\(Self.quoted(word)) is declared, but variables are X_0, X_1, …, and Y_0, Y_1, …")
    }
    guard (variable.isInput ? inputs : outputs)[variable.index] == nil else {
      throw text.failure(at: list[1].offset, "\(Self.quoted(word)) is declared twice")
    }
    if variable.isInput {
      inputs[variable.index] = list[1].offset
    } else {
      outputs[variable.index] = list[1].offset
    }
  }

  private func checkComplete(_ indices: [Int: Int], _ letter: String) throws(FormatError) {
    guard !indices.isEmpty else {
      throw FormatError(
        .malformed, "'\(name)' declares no \(letter)_0. Declare every input and output.")
    }
    for (index, offset) in indices.sorted(by: { $0.key < $1.key }) where index >= indices.count {
      let missing = (0..<indices.count).first { indices[$0] == nil } ?? 0
      throw text.failure(
        at: offset, "\(letter)_\(index) is declared, but \(letter)_\(missing) is not",
        "Declare every input and output.")
    }
  }

  /// Whether a word names an input or an output, and which.
  private static func variable(_ word: ArraySlice<UInt8>) -> (isInput: Bool, index: Int)? {
    guard word.count >= 3, word.count <= 12, word[word.startIndex + 1] == UInt8(ascii: "_") else {
      return nil
    }
    let digits = word.dropFirst(2)
    guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      digits.count == 1 || digits.first != UInt8(ascii: "0"),
      let index = Int(String(decoding: digits, as: UTF8.self))
    else { return nil }
    switch word.first {
    case UInt8(ascii: "X"), UInt8(ascii: "x"): return (true, index)
    case UInt8(ascii: "Y"), UInt8(ascii: "y"): return (false, index)
    default: return nil
    }
  }

  private static func quoted(_ word: ArraySlice<UInt8>) -> String {
    "'" + String(decoding: word.prefix(32), as: UTF8.self) + (word.count > 32 ? "…'" : "'")
  }

  // MARK: - Assertions

  private mutating func assert(_ expression: VNNLIBExpression) throws(FormatError) {
    guard let list = expression.list, list.count == 2 else {
      throw text.failure(at: expression.offset, "an assertion has one formula")
    }
    formulas.append(try formula(list[1]))
  }

  private func formula(_ expression: VNNLIBExpression) throws(FormatError) -> VNNLIBFormula {
    let head = expression.head
    guard let list = expression.list, let head, ["and", "or", "<=", ">=", "="].contains(head)
    else {
      let found = head.map { "'\($0)'" } ?? expression.word.map(Self.quoted) ?? "something else"
      throw text.failure(
        at: expression.offset, "'<=', '>=', '=', 'and' or 'or' is expected, not \(found)",
        "Only these are read.", .unsupported)
    }
    if head == "and" || head == "or" {
      guard list.count > 1 else {
        throw text.failure(at: expression.offset, "'\(head)' joins nothing")
      }
      var parts: [VNNLIBFormula] = []
      for part in list.dropFirst() { parts.append(try formula(part)) }
      return head == "and" ? .all(parts) : .any(parts)
    }
    guard list.count == 3 else {
      throw text.failure(
        at: expression.offset, "'\(head)' compares two, not \(list.count - 1)")
    }
    let (first, second) = (try operand(list[1]), try operand(list[2]))
    func isAtMost(_ less: Operand, _ more: Operand) throws(FormatError) -> VNNLIBFormula {
      try comparison(less, more, at: expression.offset)
    }
    switch head {
    case "<=": return try isAtMost(first, second)
    case ">=": return try isAtMost(second, first)
    default: return .all([try isAtMost(first, second), try isAtMost(second, first)])
    }
  }

  /// That one operand is at most another.
  private func comparison(
    _ less: Operand, _ more: Operand, at offset: Int
  ) throws(FormatError) -> VNNLIBFormula {
    func inequality(_ terms: [(Int, Double)], _ bound: DecimalEnclosure) -> VNNLIBFormula {
      .output(
        VNNLIBProperty.Inequality(
          terms: terms.map { .init(output: $0.0, coefficient: $0.1) }, bound: bound))
    }
    switch (less, more) {
    case (.input(let input), .number(let value, let text)):
      return .input(VNNLIBBound(input: input, isUpper: true, value: value, text: text))
    case (.number(let value, let text), .input(let input)):
      return .input(VNNLIBBound(input: input, isUpper: false, value: value, text: text))
    case (.output(let output), .number(let value, _)): return inequality([(output, 1)], value)
    case (.number(let value, _), .output(let output)):
      return inequality([(output, -1)], value.negated)
    case (.output(let less), .output(let more)):
      return inequality(less == more ? [] : [(less, 1), (more, -1)], DecimalEnclosure(0))
    case (.input, .input), (.input, .output), (.output, .input):
      throw text.failure(
        at: offset, "an input is compared with a variable",
        "Inputs are compared with numbers, outputs with numbers or each other.", .unsupported)
    case (.number, .number):
      throw text.failure(at: offset, "two numbers are compared")
    }
  }

  private func operand(_ expression: VNNLIBExpression) throws(FormatError) -> Operand {
    if let word = expression.word {
      if let value = DecimalEnclosure(parsing: word) {
        return .number(try finite(value, expression), word)
      }
      guard let variable = Self.variable(word) else {
        throw text.failure(
          at: expression.offset, "\(Self.quoted(word)) is neither a number nor a variable")
      }
      guard (variable.isInput ? inputs : outputs)[variable.index] != nil else {
        throw text.failure(at: expression.offset, "\(Self.quoted(word)) is not declared")
      }
      return variable.isInput ? .input(variable.index) : .output(variable.index)
    }
    if let list = expression.list, list.count == 2, list[0].isWord("-"), let word = list[1].word,
      let value = DecimalEnclosure(parsing: word)
    {
      return .number(try finite(value, expression).negated, word)
    }
    throw text.failure(
      at: expression.offset, "a number or a variable is expected",
      "Sums and products are not read.", .unsupported)
  }

  private func finite(
    _ value: DecimalEnclosure, _ expression: VNNLIBExpression
  ) throws(FormatError) -> DecimalEnclosure {
    guard value.lower.isFinite, value.upper.isFinite else {
      throw text.failure(
        at: expression.offset, "a number is beyond the range of double precision")
    }
    return value
  }
}
