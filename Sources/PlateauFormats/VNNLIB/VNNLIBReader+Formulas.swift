extension VNNLIBReader {
  /// What is said of an expression that cannot be read.
  private static let grammar =
    "Read are the comparisons '<=', '<', '>=', '>', '=', '==', '!=' and 'distinct' of sums by '+', "
    + "'-' and '*', and 'and', 'or', 'not', '=>' and 'let'."

  // MARK: - Expressions

  /// Reads an expression that is a formula.
  mutating func formula() throws(FormatError) -> VNNLIBFormula {
    let start = try text.peek()
    if case .formula(let formula) = try value() { return formula }
    let found = start.map { $0.kind == .word ? text.quoted($0) : "a sum" } ?? "nothing"
    throw text.failure(
      at: start?.offset ?? text.bytes.count, "a comparison is expected, not \(found)", Self.grammar)
  }

  /// Reads an expression.
  mutating func value() throws(FormatError) -> VNNLIBValue {
    let token = try text.inside()
    switch token.kind {
    case .word: return try atom(token)
    case .opening: return try list(token)
    case .closing, .text, .brackets:
      throw text.failure(
        at: token.offset, "an expression is expected, not \(text.quoted(token))", Self.grammar)
    }
  }

  /// Reads a number, a variable or a constant formula.
  private mutating func atom(_ token: VNNLIBToken) throws(FormatError) -> VNNLIBValue {
    let word = text[token]
    if let value = DecimalEnclosure(parsing: word) {
      guard value.isFinite else {
        throw text.failure(
          at: token.offset, "a number is beyond the range of double precision")
      }
      guard let length = UInt16(exactly: word.count) else {
        throw text.failure(at: token.offset, "a number has \(word.count) digits and signs")
      }
      return .number(
        VNNLIBNumber(
          value: value, source: Int32(token.offset), length: length, isNegated: false))
    }
    if text.isWord(token, "true") { return .formula(VNNLIBFormula(true)) }
    if text.isWord(token, "false") { return .formula(VNNLIBFormula(false)) }
    if !scope.isEmpty, let value = scope[text.text(of: token)] { return value }
    return .variable(try variable(token))
  }

  /// Reads what follows a parenthesis.
  private mutating func list(_ opening: VNNLIBToken) throws(FormatError) -> VNNLIBValue {
    let head = try text.inside()
    guard head.kind == .word else {
      throw text.failure(
        at: opening.offset, "a list begins with \(text.quoted(head))", Self.grammar, .unsupported)
    }
    let name = text.text(of: head)
    switch name {
    case "<=", "<", ">=", ">", "=", "==", "!=", "distinct":
      return .formula(try comparison(name, at: opening.offset))
    case "and", "or": return .formula(try junction(name, at: opening.offset))
    case "not":
      let inner = try formulas(name, at: opening.offset, 1...1)[0]
      return .formula(try negated(inner, at: opening.offset))
    case "=>":
      // The last follows from all others.
      let all = try formulas(name, at: opening.offset, 2...Int.max)
      var parts: [VNNLIBFormula] = []
      for part in all.dropLast() { parts.append(try negated(part, at: opening.offset)) }
      return .formula(Self.any(parts + all.suffix(1)))
    case "let": return try bindings(at: opening.offset)
    case "+", "-", "*": return try sum(name, at: opening.offset)
    default:
      throw text.failure(
        at: opening.offset, "\(text.quoted(head)) is not read", Self.grammar, .unsupported)
    }
  }

  // MARK: - Formulas

  private mutating func formulas(
    _ name: String, at offset: Int, _ count: ClosedRange<Int>
  ) throws(FormatError) -> [VNNLIBFormula] {
    var parts: [VNNLIBFormula] = []
    while let token = try text.peek(), token.kind != .closing { parts.append(try formula()) }
    _ = try text.inside()
    guard count.contains(parts.count) else {
      let wanted = count.upperBound == 1 ? "one formula" : "two or more formulas"
      throw text.failure(at: offset, "'\(name)' takes \(wanted), not \(parts.count)")
    }
    return parts
  }

  private mutating func junction(
    _ name: String, at offset: Int
  ) throws(FormatError) -> VNNLIBFormula {
    let parts = try formulas(name, at: offset, 0...Int.max)
    guard !parts.isEmpty else { throw text.failure(at: offset, "'\(name)' joins nothing") }
    return name == "and" ? Self.all(parts) : Self.any(parts)
  }

  private static func all(_ parts: [VNNLIBFormula]) -> VNNLIBFormula {
    if parts.contains(where: { $0.constant == false }) { return VNNLIBFormula(false) }
    return .all(parts.filter { $0.constant == nil })
  }

  private static func any(_ parts: [VNNLIBFormula]) -> VNNLIBFormula {
    if parts.contains(where: { $0.constant == true }) { return VNNLIBFormula(true) }
    return .any(parts.filter { $0.constant == nil })
  }

  private mutating func negated(
    _ formula: VNNLIBFormula, at offset: Int
  ) throws(FormatError) -> VNNLIBFormula {
    var rest = budget - comparisons
    let before = rest
    let result = formula.negated(&rest)
    comparisons += before - rest
    guard rest >= 0 else { throw tooLong(at: offset) }
    return result
  }

  /// An error of definitions that are written out too many times.
  func tooLong(at offset: Int) -> FormatError {
    text.failure(
      at: offset, "written out, the file has more than \(budget) comparisons and terms",
      "Split the property into several.", .unsupported)
  }

  /// Reads `let`, whose names stand for expressions in what follows them.
  private mutating func bindings(at offset: Int) throws(FormatError) -> VNNLIBValue {
    func malformed() -> FormatError {
      text.failure(at: offset, "'let' is no '(let ((NAME EXPRESSION) …) EXPRESSION)'")
    }
    guard try text.inside().kind == .opening else { throw malformed() }
    // All at once: the expressions are those of the names before.
    var inner = scope
    while try text.peek()?.kind != .closing {
      guard try text.inside().kind == .opening else { throw malformed() }
      let name = try text.inside()
      guard name.kind == .word, text.isName(name) else { throw malformed() }
      inner[text.text(of: name)] = try value()
      guard try text.inside().kind == .closing else { throw malformed() }
    }
    _ = try text.inside()
    let outer = scope
    scope = inner
    let result = try value()
    scope = outer
    guard try text.inside().kind == .closing else { throw malformed() }
    return result
  }
}
