/// The start of a safetensors file, checked against the size of the whole.
struct SafetensorsHeader {
  let metadata: [String: String]
  /// In the order of their bytes.
  let tensors: [StoredTensor]
  /// Where the bytes of tensors start.
  let end: Int

  /// Reads the start of a file.
  init(parsing bytes: [UInt8], named file: String) throws(FormatError) {
    guard bytes.count >= 8 else {
      throw Self.malformed(
        file, "has \(bytes.count) bytes, but a safetensors file starts with 8 bytes of length",
        "Check that it is the right file.")
    }
    let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= SafetensorsFile.largestHeader else {
      throw Self.malformed(
        file,
        "declares a header of \(length) bytes; at most \(SafetensorsFile.largestHeader) are read",
        "Check that it is a safetensors file.")
    }
    let end = 8 + Int(length)
    guard end <= bytes.count else {
      throw Self.malformed(
        file, "declares a header of \(length) bytes, but only \(bytes.count - 8) follow",
        "It is truncated, or no safetensors file: copy it again.")
    }
    let members = try Self.members(of: bytes[8..<end], file)
    var metadata: [String: String] = [:]
    var tensors: [StoredTensor] = []
    for member in members {
      if member.name == "__metadata__" {
        metadata = try Self.metadata(member.value, file)
      } else {
        tensors.append(try StoredTensor(member, in: file, available: bytes.count - end))
      }
    }
    tensors.sort {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    try Self.checkCover(tensors, available: bytes.count - end, file)
    self.metadata = metadata
    self.tensors = tensors
    self.end = end
  }

  private static func members(
    of text: ArraySlice<UInt8>, _ file: String
  ) throws(FormatError) -> [JSONValue.Member] {
    guard text.first == UInt8(ascii: "{") else {
      throw malformed(
        file, "has a header that does not start with '{'", "Check that it is a safetensors file.")
    }
    let value: JSONValue
    do {
      value = try JSONReader.value(of: text)
    } catch {
      throw malformed(
        file, "has a header that is not valid JSON: at byte \(error.position) \(error.reason)",
        "It is damaged: copy or save it again.")
    }
    guard case .object(let members) = value else {
      throw malformed(
        file, "has a header that is not an object", "Check that it is a safetensors file.")
    }
    return members
  }

  private static func metadata(
    _ value: JSONValue, _ file: String
  ) throws(FormatError) -> [String: String] {
    guard case .object(let members) = value else {
      throw malformed(
        file, "has \(value.summary) as '__metadata__', but an object of texts is needed",
        "Save it again.")
    }
    var result: [String: String] = [:]
    for member in members {
      guard case .string(let text) = member.value else {
        throw malformed(
          file,
          "has \(member.value.summary) under \(member.name.quotedForMessage) in '__metadata__', "
            + "but only texts are allowed", "Save it again.")
      }
      result[member.name] = text
    }
    return result
  }

  /// Checks that tensors lie one after the other and end where the file does.
  private static func checkCover(
    _ tensors: [StoredTensor], available: Int, _ file: String
  ) throws(FormatError) {
    var end = 0
    var previous = ""
    for tensor in tensors {
      let start = tensor.range.lowerBound
      let name = tensor.name.quotedForMessage
      guard start >= end else {
        throw malformed(
          file,
          "has overlapping tensors: \(name) starts at byte \(start), \(previous) ends at "
            + "byte \(end)", "It is damaged: copy or save it again.")
      }
      guard start == end else {
        throw malformed(
          file, "has bytes that belong to no tensor: \(start - end) before \(name)",
          "It is damaged: copy or save it again.")
      }
      end = tensor.range.upperBound
      previous = name
    }
    guard end == available else {
      throw malformed(
        file, "has \(available) bytes after its header, but its tensors fill \(end)",
        "It is damaged: copy or save it again.")
    }
  }

  static func malformed(_ file: String, _ finding: String, _ remedy: String) -> FormatError {
    FormatError(.malformed, "'\(file)' \(finding). \(remedy)")
  }
}
