extension StoredTensor {
  /// Reads a tensor's member of the header.
  ///
  /// - Parameters:
  ///   - member: The name and what stands under it.
  ///   - file: What messages call the file.
  ///   - available: The number of bytes after the header.
  /// - Throws: `FormatError` that names the tensor.
  init(_ member: JSONValue.Member, in file: String, available: Int) throws(FormatError) {
    let name = member.name
    func malformed(_ finding: String) -> FormatError {
      FormatError(
        .malformed,
        "Tensor \(name.quotedForMessage) of '\(file)' \(finding). It is damaged: copy or save it "
          + "again.")
    }
    guard case .object(let fields) = member.value else {
      throw malformed(
        "is \(member.value.summary), not an object with dtype, shape and data_offsets")
    }
    var type: TensorType?
    var shape: [Int]?
    var offsets: [Int]?
    for field in fields {
      switch field.name {
      case "dtype": type = try Self.type(field.value, of: name, in: file)
      case "shape", "data_offsets":
        guard let numbers = field.value.naturalNumbers else {
          throw malformed("has a \(field.name) with something else than whole numbers from 0 on")
        }
        if field.name == "shape" { shape = numbers } else { offsets = numbers }
      default: throw malformed("has the unknown field \(field.name.quotedForMessage)")
      }
    }
    guard let type else { throw malformed("lacks its dtype") }
    guard let shape else { throw malformed("lacks its shape") }
    guard let offsets else { throw malformed("lacks its data_offsets") }
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw malformed("has the data_offsets \(offsets); a start and a later end are needed")
    }
    guard offsets[1] <= available else {
      throw malformed(
        "ends at byte \(offsets[1]), but only \(available) bytes follow the header")
    }
    guard let size = Self.size(type, shape) else {
      throw malformed("has the impossible shape \(shape)")
    }
    guard size == offsets[1] - offsets[0] else {
      throw malformed(
        "has shape \(shape) of \(type.rawValue), which takes \(size) bytes, but data_offsets of "
          + "\(offsets[1] - offsets[0]) bytes")
    }
    self.init(name: name, type: type, shape: shape, range: offsets[0]..<offsets[1])
  }

  private static func type(
    _ value: JSONValue, of name: String, in file: String
  ) throws(FormatError) -> TensorType {
    guard case .string(let text) = value, let type = TensorType(rawValue: text) else {
      throw FormatError(
        .unsupported,
        "Tensor \(name.quotedForMessage) of '\(file)' has the unknown dtype \(value.summary). "
          + "Save it as F32 or F64.")
    }
    return type
  }

  /// The number of bytes of a shape; nil where it exceeds what an integer holds.
  static func size(_ type: TensorType, _ shape: [Int]) -> Int? {
    // A zero later on would hide that the product before it is out of range.
    var size = type.size
    for side in shape {
      let (product, overflows) = size.multipliedReportingOverflow(by: side)
      guard !overflows else { return nil }
      size = product
    }
    return size
  }
}

extension JSONValue {
  /// The numbers of an array, where all are whole, not negative and in range.
  fileprivate var naturalNumbers: [Int]? {
    guard case .array(let elements) = self else { return nil }
    var result: [Int] = []
    for element in elements {
      guard case .number(let digits) = element, let number = Int(digits), digits.first != "-"
      else { return nil }
      result.append(number)
    }
    return result
  }
}
