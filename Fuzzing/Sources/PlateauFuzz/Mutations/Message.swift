import Plateau

/// A message of protocol buffers as a tree, so that its parts can be damaged and the lengths around
/// them stay right.
///
/// Source: Google, "Protocol Buffers: Encoding", sections "Message Structure" and "Length Types".
struct Message {
  /// One field.
  struct Field {
    var number: UInt64
    var value: Value
  }

  /// What a field holds, by its kind on the wire.
  indirect enum Value {
    case varint(UInt64)
    case fixed([UInt8])
    case bytes([UInt8])
    case message(Message)
  }

  var fields: [Field] = []

  /// Reads a message; nil where the bytes are none.
  init?(_ bytes: ArraySlice<UInt8>, depth: Int = 0) {
    var rest = bytes
    while !rest.isEmpty {
      guard let key = Self.varint(&rest), key >> 3 > 0, key >> 3 < 1 << 12 else { return nil }
      switch key & 7 {
      case 0:
        guard let value = Self.varint(&rest) else { return nil }
        fields.append(Field(number: key >> 3, value: .varint(value)))
      case 1, 5:
        let width = key & 7 == 1 ? 8 : 4
        guard rest.count >= width else { return nil }
        fields.append(Field(number: key >> 3, value: .fixed(Array(rest.prefix(width)))))
        rest = rest.dropFirst(width)
      case 2:
        guard let length = Self.varint(&rest), length <= UInt64(rest.count) else { return nil }
        let content = rest.prefix(Int(length))
        rest = rest.dropFirst(Int(length))
        let inner = depth < 8 && !content.isEmpty ? Message(content, depth: depth + 1) : nil
        fields.append(
          Field(number: key >> 3, value: inner.map { .message($0) } ?? .bytes(Array(content))))
      default: return nil
      }
    }
  }

  /// The bytes of the message.
  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    for field in fields {
      switch field.value {
      case .varint(let value):
        Self.append(field.number << 3, &bytes)
        Self.append(value, &bytes)
      case .fixed(let value):
        Self.append(field.number << 3 | (value.count == 8 ? 1 : 5), &bytes)
        bytes += value
      case .bytes(let value): Self.append(field.number, value, &bytes)
      case .message(let value): Self.append(field.number, value.encoded, &bytes)
      }
    }
    return bytes
  }

  private static func append(_ number: UInt64, _ content: [UInt8], _ bytes: inout [UInt8]) {
    append(number << 3 | 2, &bytes)
    append(UInt64(content.count), &bytes)
    bytes += content
  }

  private static func append(_ varint: UInt64, _ bytes: inout [UInt8]) {
    var rest = varint
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private static func varint(_ bytes: inout ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = bytes.popFirst() else { return nil }
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }
}
