import PlateauData
import PlateauNumerics

// Graphs with several inputs, of which all but one are fixed.
extension ONNXImport {
  /// The one input that examples go into; what others are fixed to becomes constants.
  ///
  /// - Parameters:
  ///   - proto: The graph.
  ///   - graph: Its nodes; inputs that none of them takes do not count.
  ///   - file: What messages call the file.
  ///   - fixed: The inputs that are fixed.
  ///   - constants: Those of the file; the fixed inputs are added.
  /// - Returns: The input as the file declares it.
  /// - Throws: `FormatError` where there is not one such input, not one output, or a value does not fit.
  static func input(
    of proto: ONNXGraphProto, _ graph: ONNXGraph, in file: String,
    fixed: [ONNXPart.FixedInput], _ constants: inout [String: ONNXConstant]
  ) throws(FormatError) -> ONNXValueInfoProto {
    // Old files list constants among the inputs.
    let all = proto.input.filter { constants[$0.name] == nil }
    for input in fixed {
      guard let own = all.first(where: { $0.name == input.name }) else {
        throw unknown(input, among: all, in: file)
      }
      constants[input.name] = try constant(input, as: own, in: file)
    }
    guard proto.output.count == 1 || graph.isChosen else {
      let names = list(proto.output.map { $0.name.quotedForMessage })
      throw FormatError(
        .unsupported,
        "'\(file)' has the outputs \(names); one is read. Choose it with --output-node NAME.")
    }
    let free = all.filter { constants[$0.name] == nil }
    let needed = free.filter { graph.uses[$0.name] != nil }
    if let input = needed.first ?? free.first, needed.count <= 1 { return input }
    guard !free.isEmpty else {
      throw FormatError(
        .unsupported,
        "'\(file)' has no input but constants and those that are fixed. Leave the one that examples "
          + "go into.")
    }
    throw FormatError(
      .unsupported,
      "'\(file)' takes the inputs \(list(needed.map(described))), and examples go into one alone. "
        + "Give the others a value with --fix NAME=FILE, an .npy file.")
  }

  /// An input with its shape.
  private static func described(_ input: ONNXValueInfoProto) -> String {
    "\(input.name.quotedForMessage) of shape \(ONNXShape.text(sides(of: input)))"
  }

  private static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }

  /// The declared sides; nil for open ones.
  private static func sides(of input: ONNXValueInfoProto) -> [Int?] {
    input.type.tensorType.shape.dim.prefix(9).map { side in
      guard case .dimValue(let value) = side.value, value > 0 else { return nil }
      return Int(value)
    }
  }

  private static func unknown(
    _ input: ONNXPart.FixedInput, among all: [ONNXValueInfoProto], in file: String
  ) -> FormatError {
    let near = NearbyNames.closest(to: input.name, among: all.map(\.name))
    return FormatError(
      .mismatch,
      "'\(file)' has no input \(input.name.quotedForMessage) to fix; its inputs are "
        + "\(list(all.prefix(8).map(described))). "
        + (near.map { "Did you mean \($0.quotedForMessage)?" } ?? "Name one of them."))
  }

  /// What an input is fixed to, as a constant in its shape.
  private static func constant(
    _ input: ONNXPart.FixedInput, as own: ONNXValueInfoProto, in file: String
  ) throws(FormatError) -> ONNXConstant {
    let declared = sides(of: own)
    let given = input.array.shape
    func fits(_ shape: [Int]) -> Bool {
      shape.count == declared.count
        && zip(shape, declared).allSatisfy { $0 >= 1 && ($1 == nil || $0 == $1) }
    }
    // Of one example the side that counts them may be left out.
    let isOpen = declared.first == .some(nil) || declared.first == 1
    let whole = given.count == declared.count ? given : [1] + given
    guard fits(whole), !isOpen || whole.first == 1 || declared.isEmpty else {
      let one = isOpen ? Array(declared.dropFirst()) : declared
      throw FormatError(
        .mismatch,
        "\(input.source.quotedForMessage) has the shape \(given), but the input \(described(own)) of "
          + "'\(file)' is fixed to one value for all examples. Save it in the shape "
          + "\(ONNXShape.text(one))\(isOpen ? " or \(ONNXShape.text([1] + one))" : "").")
    }
    let label = "Input \(own.name.quotedForMessage) of '\(file)'"
    let type = ONNXType(own.type.tensorType.elemType)
    if type.isSingle || type == .double {
      let numbers =
        type == .double ? input.array.doubles() : input.array.floats().map { Double($0) }
      if let bad = numbers.firstIndex(where: { !$0.isFinite }) {
        throw FormatError(
          .mismatch,
          "\(input.source.quotedForMessage) holds \(numbers[bad]) at index \(bad); what \(label) is fixed "
            + "to must be finite. Correct it.")
      }
      return ONNXConstant(
        numbers, type == .double ? .double : .float, sides: whole, label: label)
    }
    guard [.int64, .int32, .bool].contains(type) else {
      throw FormatError(
        .unsupported,
        "\(label) is of \(type); those that are fixed are FLOAT, DOUBLE, INT64, INT32 or BOOL. Export "
          + "the model with one of them.")
    }
    do {
      return ONNXConstant(try input.array.integers(), sides: whole, label: label)
    } catch {
      throw FormatError(error)
    }
  }
}
