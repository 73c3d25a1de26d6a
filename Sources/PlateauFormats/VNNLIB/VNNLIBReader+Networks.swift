// Version 2 of the format: variables are elements of the tensors of a network.
extension VNNLIBReader {
  /// The most elements of a tensor.
  private static let mostElements = 1 << 24

  /// Reads the version, which is 1 or 2.
  mutating func version(at offset: Int) throws(FormatError) {
    let token = try text.inside()
    let version = text.text(of: token)
    guard token.kind == .word, version.hasPrefix("<"), version.hasSuffix(">"),
      try text.inside().kind == .closing
    else { throw text.failure(at: offset, "a version is no '(vnnlib-version <2.0>)'") }
    guard version.hasPrefix("<1.") || version.hasPrefix("<2.") else {
      throw text.failure(
        at: token.offset, "the file is of version \(text.quoted(token)) of the format",
        "Versions 1 and 2 are read.", .unsupported)
    }
  }

  /// Reads a network and its tensors.
  mutating func declareNetwork(at offset: Int) throws(FormatError) {
    let name = try text.inside()
    guard name.kind == .word, text.isName(name) else {
      throw text.failure(at: offset, "a network has no name")
    }
    if let network {
      throw text.failure(
        at: offset, "\(text.quoted(name)) is a second network, beside \(network)",
        "Properties of one network are read: join both in one model, whose outputs are those of both.",
        .unsupported)
    }
    guard inputs.count == 0, outputs.count == 0 else {
      throw text.failure(
        at: offset, "a network is declared beside variables of 'declare-const'")
    }
    network = text.quoted(name)
    while true {
      let token = try text.inside()
      if token.kind == .closing { break }
      let head = token.kind == .opening ? try text.inside() : token
      guard token.kind == .opening, head.kind == .word else {
        throw text.failure(
          at: token.offset,
          "'(declare-input …)' or '(declare-output …)' is expected, not "
            + text.quoted(head))
      }
      try declarePart(text.text(of: head), head, at: token.offset)
    }
    guard inputs.tensor != nil, outputs.tensor != nil else {
      let missing = inputs.tensor == nil ? "input" : "output"
      throw text.failure(
        at: offset, "the network \(text.quoted(name)) has no \(missing)",
        "Declare one: (declare-\(missing) \(missing == "input" ? "X" : "Y") Real [1,10]).")
    }
  }

  private mutating func declarePart(
    _ name: String, _ head: VNNLIBToken, at offset: Int
  ) throws(FormatError) {
    switch name {
    case "declare-input":
      let tensor = try tensor(name, at: offset)
      if let other = inputs.tensor {
        throw text.failure(
          at: offset, "the network has two inputs, '\(other.name)' and '\(tensor.name)'",
          "Properties of one input are read: declare that which is in a box, and fix all others with "
            + "--fix.", .unsupported)
      }
      inputs.declare(tensor)
    case "declare-output":
      let tensor = try tensor(name, at: offset)
      if let other = outputs.tensor {
        throw text.failure(
          at: offset, "the network has two outputs, '\(other.name)' and '\(tensor.name)'",
          "Properties of one output are read: join both in the model by Concat, and declare one.",
          .unsupported)
      }
      guard tensor.name != inputs.tensor?.name else {
        throw text.failure(at: offset, "'\(tensor.name)' is declared twice")
      }
      outputs.declare(tensor)
    case "declare-hidden":
      throw text.failure(
        at: offset, "a hidden node is declared",
        "Properties of inputs and outputs are read: make the node an output of the model.",
        .unsupported)
    case "isomorphic-to", "equal-to":
      throw text.failure(
        at: offset, "'\(name)' compares two networks",
        "Properties of one network are read: join both in one model, whose outputs are those of both.",
        .unsupported)
    default:
      throw text.failure(
        at: offset, "\(text.quoted(head)) is not read in a network",
        "Read are 'declare-input' and 'declare-output'.", .unsupported)
    }
  }

  /// Reads a name, the type of elements, the sides, and a name in the model, which is not needed.
  private mutating func tensor(
    _ head: String, at offset: Int
  ) throws(FormatError) -> VNNLIBVariables.Tensor {
    let form = "'(\(head) NAME Real [1,10])'"
    let name = try text.inside()
    guard name.kind == .word, text.isName(name) else {
      throw text.failure(at: offset, "a declaration is no \(form)")
    }
    let type = try text.inside()
    guard type.kind == .word else {
      throw text.failure(at: offset, "a declaration is no \(form)")
    }
    guard text.isWord(type, "Real") else {
      throw text.failure(
        at: type.offset, "\(text.quoted(name)) has elements of the type \(text.quoted(type))",
        "What is proven is proven of real numbers: declare it as 'Real'.", .unsupported)
    }
    let brackets = try text.inside()
    guard brackets.kind == .brackets, let sides = text.numbers(in: brackets),
      sides.allSatisfy({ $0 > 0 })
    else { throw text.failure(at: offset, "a declaration is no \(form)") }
    var last = try text.inside()
    if last.kind == .text { last = try text.inside() }
    guard last.kind == .closing else {
      throw text.failure(at: offset, "a declaration is no \(form)")
    }
    var count = 1
    for side in sides {
      let (product, overflow) = count.multipliedReportingOverflow(by: side)
      guard !overflow, product <= Self.mostElements else {
        throw text.failure(
          at: brackets.offset, "\(text.quoted(name)) has more than \(Self.mostElements) elements",
          "At most so many are read.", .unsupported)
      }
      count = product
    }
    return VNNLIBVariables.Tensor(name: text.text(of: name), sides: sides)
  }

  // MARK: - Variables

  /// The variable that a word names, with the indices that may follow it.
  mutating func variable(_ token: VNNLIBToken) throws(FormatError) -> VNNLIBVariable {
    guard network != nil else {
      guard let variable = Self.variable(text[token]) else {
        throw text.failure(
          at: token.offset, "\(text.quoted(token)) is neither a number nor a variable")
      }
      let isDeclared =
        switch variable {
        case .input(let index): inputs.contains(index)
        case .output(let index): outputs.contains(index)
        }
      guard isDeclared else {
        throw text.failure(at: token.offset, "\(text.quoted(token)) is not declared")
      }
      return variable
    }
    let name = text.text(of: token)
    if let tensor = inputs.tensor, tensor.name == name {
      return .input(try place(in: tensor, token))
    }
    if let tensor = outputs.tensor, tensor.name == name {
      return .output(try place(in: tensor, token))
    }
    throw text.failure(
      at: token.offset, "\(text.quoted(token)) is neither a number nor a variable")
  }

  /// The place of an element in a tensor, row by row.
  private mutating func place(
    in tensor: VNNLIBVariables.Tensor, _ token: VNNLIBToken
  ) throws(FormatError) -> Int {
    var indices: [Int] = []
    if let brackets = try text.peek(), brackets.kind == .brackets {
      _ = try text.inside()
      guard let numbers = text.numbers(in: brackets) else {
        throw text.failure(
          at: brackets.offset, "\(text.quoted(brackets)) are no indices such as [0,3]")
      }
      indices = numbers
    }
    guard indices.count == tensor.sides.count else {
      throw text.failure(
        at: token.offset,
        "\(text.quoted(token)) has \(tensor.sides.count) dimensions, but \(indices.count) indices")
    }
    var place = 0
    for (index, side) in zip(indices, tensor.sides) {
      guard index < side else {
        throw text.failure(
          at: token.offset, "the index \(index) of \(text.quoted(token)) is not below \(side)")
      }
      place = place * side + index
    }
    return place
  }
}

extension VNNLIBText {
  /// Whether a word is a name: a letter, and letters, digits and a few signs.
  func isName(_ token: VNNLIBToken) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "_"), UInt8(ascii: "?"), UInt8(ascii: "$"), UInt8(ascii: "@"),
        UInt8(ascii: "!"), UInt8(ascii: "."):
        true
      default: false
      }
    }
    let word = self[token]
    guard let first = word.first, isLetter(first), first != UInt8(ascii: ".") else { return false }
    return word.allSatisfy {
      isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || $0 == UInt8(ascii: "-")
    }
  }

  /// The numbers in brackets, separated by commas; nil where there is something else.
  func numbers(in token: VNNLIBToken) -> [Int]? {
    let inner = self[token].dropFirst().dropLast()
    func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || (9...13).contains(byte) }
    if inner.allSatisfy(isSpace) { return [] }
    var numbers: [Int] = []
    for part in inner.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      let digits = part.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
      guard (1...9).contains(digits.count),
        digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
      else { return nil }
      numbers.append(digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) })
    }
    return numbers
  }
}
