/// A node of a graph, with what messages need to name it.
struct ONNXNode {
  let proto: ONNXNodeProto
  private let file: String
  private let index: Int
  /// Of which draw of a randomized model it is, and the value that it makes of all of them.
  let draw: (index: Int, value: String)

  init(_ proto: ONNXNodeProto, index: Int, in file: String) {
    self.proto = proto
    self.index = index
    self.file = file
    draw = (0, proto.output.first ?? "")
  }

  /// A node in the place of another, of its draw unless another is given.
  init(_ proto: ONNXNodeProto, like other: ONNXNode, draw: (index: Int, value: String)? = nil) {
    self.proto = proto
    index = other.index
    file = other.file
    self.draw = draw ?? other.draw
  }

  /// The name, or the place of a node without one, and the operation.
  var name: String {
    let name = proto.name.isEmpty ? "\(index)" : proto.name.quotedForMessage
    return "\(name) (\(proto.opType.isEmpty ? "?" : proto.opType.shortenedForMessage))"
  }

  /// The name, or the place of a node without one, in short.
  var shortName: String {
    proto.name.isEmpty ? "node \(index)" : proto.name.quotedForMessage
  }

  /// The operation, with its domain where that is not the standard one.
  var operation: String {
    let operation = proto.opType.isEmpty ? "?" : proto.opType.shortenedForMessage
    guard !["", "ai.onnx"].contains(proto.domain) else { return operation }
    return "\(proto.domain.shortenedForMessage).\(operation)"
  }

  /// What messages call it.
  var label: String { "Node \(name) of '\(file)'" }

  /// The names of the inputs; those left out at the end are gone.
  var inputs: [String] {
    var inputs = proto.input
    while inputs.last == "" { inputs.removeLast() }
    return inputs
  }

  func unsupported(_ finding: String, _ remedy: String) -> FormatError {
    FormatError(.unsupported, "\(label) \(finding). \(remedy)")
  }

  func malformed(_ finding: String) -> FormatError {
    FormatError(.malformed, "\(label) \(finding). It is damaged: copy or export it again.")
  }

  /// Checks the number of inputs, that those needed are there, and that no attribute is unknown.
  func check(inputs range: ClosedRange<Int>, attributes: Set<String> = []) throws(FormatError) {
    guard range.contains(inputs.count) else {
      let expected = Set([range.lowerBound, range.upperBound]).sorted().map(String.init)
      throw malformed("has \(inputs.count) inputs; it takes \(expected.joined(separator: " to "))")
    }
    if let missing = inputs.prefix(range.lowerBound).firstIndex(of: "") {
      throw malformed("lacks its input \(missing)")
    }
    for attribute in proto.attribute where !attributes.contains(attribute.name) {
      throw unsupported(
        "has the attribute \(attribute.name.quotedForMessage), which is not known",
        "Export it again with a newer opset.")
    }
  }

  /// The name of the output that is read, the first.
  func output() throws(FormatError) -> String {
    guard let first = proto.output.first, !first.isEmpty else {
      throw malformed("has no output")
    }
    return first
  }

  /// An attribute that is a list of integers, or nil without it.
  func integers(_ name: String) throws(FormatError) -> [Int]? {
    try attribute(name, type: 7)?.ints.map { Int($0) }
  }

  /// An attribute that is text, or nil without it.
  func text(_ name: String) throws(FormatError) -> String? {
    try attribute(name, type: 3).map { String(decoding: $0.s, as: UTF8.self) }
  }

  /// An attribute that is an integer.
  func integer(_ name: String, default standard: Int) throws(FormatError) -> Int {
    guard let attribute = try attribute(name, type: 2) else { return standard }
    return Int(attribute.i)
  }

  /// An attribute that is a tensor, or nil without it.
  func tensor(_ name: String) throws(FormatError) -> ONNXTensorProto? {
    try attribute(name, type: 4)?.t
  }

  /// An attribute that is a number, of any kind, or nil without it.
  func float(_ name: String) throws(FormatError) -> Float? { try attribute(name, type: 1)?.f }

  /// An attribute that is a number; always finite.
  func number(_ name: String, default standard: Double) throws(FormatError) -> Double {
    guard let attribute = try attribute(name, type: 1) else { return standard }
    guard attribute.f.isFinite else {
      throw malformed("has the attribute '\(name)' = \(attribute.f); a finite number is needed")
    }
    return Double(attribute.f)
  }

  /// The same, as the shortest decimal that gives the number in single precision.
  func decimal(_ name: String, default standard: Double) throws(FormatError) -> Double {
    let number = try number(name, default: standard)
    return Double(Float(number).description) ?? number
  }

  private func attribute(
    _ name: String, type: Int32
  ) throws(FormatError) -> ONNXAttributeProto? {
    guard let attribute = proto.attribute.first(where: { $0.name == name }) else { return nil }
    guard attribute.type == type else {
      throw malformed("has the attribute '\(name)' of type \(attribute.type), not \(type)")
    }
    return attribute
  }
}

extension String {
  /// The text without quotation marks, shortened and on one line.
  fileprivate var shortenedForMessage: String { String(quotedForMessage.dropFirst().dropLast()) }
}
