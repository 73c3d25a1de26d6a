/// A strict reader of properties, assertion by assertion.
struct VNNLIBReader {
  var text: VNNLIBText
  /// The variables declared.
  var inputs = VNNLIBVariables(letter: "X")
  var outputs = VNNLIBVariables(letter: "Y")
  /// The name of the network; nil in version 1 of the format.
  var network: String?
  /// What names stand for inside of `let`.
  var scope: [String: VNNLIBValue] = [:]
  /// Comparisons that hold in every case.
  private(set) var common = VNNLIBConjunction()
  /// Of each of these one part holds.
  private(set) var choices: [VNNLIBFormula] = []
  /// Whether the assertions contradict each other whatever the variables are.
  private(set) var isFalse = false
  /// Numbers that are no literals of the file.
  var computed: [ExactQuotient] = []
  /// Terms of comparisons, which are many times the same.
  var terms: [SIMD2<Int32>: [VNNLIBProperty.Inequality.Term]] = [:]
  /// The comparisons that were read, and those that definitions were expanded to.
  var comparisons = 0

  /// The most comparisons and terms that a file of so many bytes may be expanded to.
  var budget: Int { VNNLIBProperty.mostInequalities + text.bytes.count / 2 }

  init(_ bytes: [UInt8], named name: String) {
    text = VNNLIBText(bytes, named: name)
  }

  /// Commands to a solver that say nothing of the property.
  private static let ignored: Set = [
    "set-logic", "set-info", "set-option", "check-sat", "get-model", "exit",
  ]

  /// Reads all expressions of the file.
  mutating func read() throws(FormatError) {
    while let token = try text.next() {
      guard token.kind == .opening else { throw command(text.quoted(token), at: token.offset) }
      let head = try text.inside()
      guard head.kind == .word else { throw command("something else", at: token.offset) }
      switch text.text(of: head) {
      case "declare-const": try declare(at: token.offset, isFunction: false)
      case "declare-fun": try declare(at: token.offset, isFunction: true)
      case "assert": try assert(at: token.offset)
      case "vnnlib-version": try version(at: token.offset)
      case "declare-network": try declareNetwork(at: token.offset)
      case let head where Self.ignored.contains(head): try text.skip()
      default: throw command(text.quoted(head), at: token.offset)
      }
    }
    try checkComplete(inputs)
    try checkComplete(outputs)
  }

  private func command(_ found: String, at offset: Int) -> FormatError {
    text.failure(
      at: offset, "'(declare-const …)' or '(assert …)' is expected, not \(found)",
      "Only these are read.", .unsupported)
  }

  /// The conjunctions that the assertions expand to, without the comparisons of every case.
  func conjunctions() throws(FormatError) -> [VNNLIBConjunction] {
    if isFalse { return [] }
    // What is written out may be as long as the file; what is multiplied may not.
    let limit = VNNLIBProperty.mostInequalities + comparisons
    guard let conjunctions = VNNLIBFormula.all(choices).conjunctions(limit: limit),
      conjunctions.count.multipliedReportingOverflow(by: max(1, common.inequalities.count))
        .partialValue <= limit
    else {
      throw FormatError(
        .unsupported,
        "The assertions of '\(text.name)' expand to more than \(VNNLIBProperty.mostInequalities) "
          + "comparisons beyond those in the file. Split the property into several.")
    }
    return conjunctions
  }

  // MARK: - Declarations

  /// Declares a constant, or a function of no arguments.
  private mutating func declare(at offset: Int, isFunction: Bool) throws(FormatError) {
    let word = try text.inside()
    var isGood = word.kind == .word
    if isFunction, isGood {
      isGood = try text.inside().kind == .opening
      if isGood { isGood = try text.inside().kind == .closing }
    }
    if isGood { isGood = text.isWord(try text.inside(), "Real") }
    if isGood { isGood = try text.inside().kind == .closing }
    guard isGood else {
      let form = isFunction ? "declare-fun NAME () Real" : "declare-const NAME Real"
      throw text.failure(at: offset, "a declaration is no '(\(form))'")
    }
    guard network == nil else {
      throw text.failure(
        at: word.offset,
        "\(text.quoted(word)) is declared, but variables are those of 'declare-network'")
    }
    guard let variable = Self.variable(text[word]) else {
      throw text.failure(
        at: word.offset,
        "\(text.quoted(word)) is declared, but variables are X_0, X_1, …, and Y_0, Y_1, …")
    }
    let isNew =
      switch variable {
      case .input(let index): inputs.declare(index, at: word.offset)
      case .output(let index): outputs.declare(index, at: word.offset)
      }
    guard isNew else {
      throw text.failure(at: word.offset, "\(text.quoted(word)) is declared twice")
    }
  }

  private func checkComplete(_ variables: VNNLIBVariables) throws(FormatError) {
    let letter = variables.letter
    guard variables.count > 0 else {
      throw FormatError(
        .malformed, "'\(text.name)' declares no \(letter)_0. Declare every input and output.")
    }
    guard let gap = variables.gap else { return }
    throw text.failure(
      at: gap.offset, "\(letter)_\(gap.declared) is declared, but \(letter)_\(gap.missing) is not",
      "Declare every input and output.")
  }

  /// The variable that a word names in version 1; nil where it names none.
  static func variable(_ word: ArraySlice<UInt8>) -> VNNLIBVariable? {
    guard word.count >= 3, word.count <= 12, word[word.startIndex + 1] == UInt8(ascii: "_") else {
      return nil
    }
    let digits = word.dropFirst(2)
    guard digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
    var index = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      index = index * 10 + Int(digit - UInt8(ascii: "0"))
    }
    guard index <= Int32.max else { return nil }
    switch word.first {
    case UInt8(ascii: "X"), UInt8(ascii: "x"): return .input(index)
    case UInt8(ascii: "Y"), UInt8(ascii: "y"): return .output(index)
    default: return nil
    }
  }

  // MARK: - Assertions

  private mutating func assert(at offset: Int) throws(FormatError) {
    guard let first = try text.peek(), first.kind != .closing else {
      throw text.failure(at: offset, "an assertion has one formula")
    }
    let formula = try formula()
    guard try text.inside().kind == .closing else {
      throw text.failure(at: offset, "an assertion has one formula")
    }
    add(formula)
  }

  /// Adds a formula to those that must all hold.
  private mutating func add(_ formula: VNNLIBFormula) {
    switch formula {
    case .bound(let bound): common.bounds.append(bound)
    case .inequality(let inequality): common.inequalities.append(inequality)
    case .all(let parts): for part in parts { add(part) }
    case .any(let parts):
      if parts.isEmpty {
        isFalse = true
      } else if parts.count == 1 {
        add(parts[0])
      } else {
        choices.append(formula)
      }
    }
  }
}
