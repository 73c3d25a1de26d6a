import PlateauData

/// The message of a model without the values of its large tensors, which stay in the file.
///
/// A copy of the message is made in which such a tensor has its values in another file, as the format
/// allows: this one. Nothing else of the size of the file is then held in memory.
struct ONNXOutline {
  /// What the place of values in the model's own file is called; no file has such a name.
  static let ownFile = "\0"

  /// The largest values that are copied, in bytes.
  private static let largest = 1 << 12

  /// The messages on the way from the model to the values, by the numbers of their fields.
  private enum Message {
    case model, graph, tensor

    /// The field that holds the next message.
    var child: (field: UInt64, message: Message)? {
      switch self {
      case .model: (7, .graph)
      case .graph: (5, .tensor)
      case .tensor: nil
      }
    }
  }

  private let file: OpenFile
  /// A part of the file, and where it begins.
  private var buffer: [UInt8] = []
  private var bufferStart = 0

  private init(_ file: OpenFile) { self.file = file }

  /// The message of a file.
  ///
  /// - Returns: The copy; nil where the bytes are no message of protocol buffers.
  /// - Throws: `DataError` where the file cannot be read.
  static func message(of file: OpenFile) throws(DataError) -> [UInt8]? {
    var outline = ONNXOutline(file)
    return try outline.copy(.model, 0..<file.size)
  }

  /// Copies a message.
  private mutating func copy(
    _ message: Message, _ range: Range<Int>
  ) throws(DataError) -> [UInt8]? {
    var result: [UInt8] = []
    var place = range.lowerBound
    while place < range.upperBound {
      let start = place
      guard let tag = try number(&place, range.upperBound) else { return nil }
      switch tag & 7 {
      case 0:
        guard try number(&place, range.upperBound) != nil else { return nil }
      case 1: place += 8
      case 5: place += 4
      case 2:
        guard let length = try number(&place, range.upperBound),
          length <= UInt64(range.upperBound - place)
        else { return nil }
        let content = place..<place + Int(length)
        place = content.upperBound
        if let child = message.child, child.field == tag >> 3 {
          guard let copy = try copy(child.message, content) else { return nil }
          Self.append(tag, to: &result)
          Self.append(UInt64(copy.count), to: &result)
          result += copy
          continue
        }
        if message == .tensor, tag >> 3 == 9, content.count > Self.largest {
          Self.append(reference: content, to: &result)
          continue
        }
      default: return nil
      }
      guard place <= range.upperBound else { return nil }
      result += try file.bytes(from: start, count: place - start)
    }
    return result
  }

  /// The number at a place, and the place after it; nil where there is none.
  private mutating func number(_ place: inout Int, _ end: Int) throws(DataError) -> UInt64? {
    var result: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard place < end else { return nil }
      if !(bufferStart..<bufferStart + buffer.count).contains(place) {
        buffer = try file.bytes(from: place, count: min(1 << 16, file.size - place))
        bufferStart = place
      }
      let byte = buffer[place - bufferStart]
      place += 1
      result |= UInt64(byte & 127) << shift
      if byte < 128 { return result }
    }
    return nil
  }

  private static func append(_ number: UInt64, to result: inout [UInt8]) {
    var rest = number
    while rest > 127 {
      result.append(UInt8(rest & 127) | 128)
      rest >>= 7
    }
    result.append(UInt8(rest))
  }

  /// Appends where the values of a tensor are: the entries of `external_data`, and `data_location`.
  private static func append(reference range: Range<Int>, to result: inout [UInt8]) {
    let entries = [
      ("location", ownFile), ("offset", "\(range.lowerBound)"), ("length", "\(range.count)"),
    ]
    for (key, value) in entries {
      let parts = [(UInt8(1), Array(key.utf8)), (2, Array(value.utf8))]
      let entry = parts.flatMap { [$0 << 3 | 2, UInt8($1.count)] + $1 }
      append(13 << 3 | 2, to: &result)
      append(UInt64(entry.count), to: &result)
      result += entry
    }
    append(14 << 3, to: &result)
    append(1, to: &result)
  }
}
