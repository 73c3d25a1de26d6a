/// The type of the values of a NumPy array, under NumPy's code without its byte order.
public enum NPYType: String, Sendable, Hashable, CaseIterable {
  /// One byte, false where it is 0.
  case boolean = "b1"
  /// 8-bit unsigned integers.
  case uint8 = "u1"
  /// 8-bit signed integers.
  case int8 = "i1"
  /// 16-bit unsigned integers.
  case uint16 = "u2"
  /// 16-bit signed integers.
  case int16 = "i2"
  /// 32-bit unsigned integers.
  case uint32 = "u4"
  /// 32-bit signed integers.
  case int32 = "i4"
  /// 64-bit unsigned integers.
  case uint64 = "u8"
  /// 64-bit signed integers.
  case int64 = "i8"
  /// IEEE half precision.
  case float16 = "f2"
  /// IEEE single precision.
  case float = "f4"
  /// IEEE double precision.
  case double = "f8"

  /// The number of bytes of one value.
  public var size: Int {
    switch self {
    case .boolean, .uint8, .int8: 1
    case .uint16, .int16, .float16: 2
    case .uint32, .int32, .float: 4
    case .uint64, .int64, .double: 8
    }
  }

  /// What NumPy calls the type: `float32`, `int64`, `bool`.
  public var name: String {
    switch self {
    case .boolean: "bool"
    case .uint8, .uint16, .uint32, .uint64: "uint\(8 * size)"
    case .int8, .int16, .int32, .int64: "int\(8 * size)"
    case .float16, .float, .double: "float\(8 * size)"
    }
  }

  /// Whether the values are floating-point numbers.
  public var isFloatingPoint: Bool { self == .float16 || self == .float || self == .double }
}

// MARK: - Type descriptions in headers

extension NPYType {
  /// The type of a `descr`, whose first character is the order of bytes.
  init?(description: String) {
    guard let order = description.first,
      let type = NPYType(rawValue: String(description.dropFirst()))
    else { return nil }
    guard order == "<" || order == ">" || (order == "|" && type.size == 1) else { return nil }
    self = type
  }

  /// The `descr` of values in an order of bytes.
  func description(isBigEndian: Bool) -> String {
    (size == 1 ? "|" : isBigEndian ? ">" : "<") + rawValue
  }

  /// What a `descr` that is not read stands for, in words; nil where it is no type of NumPy.
  static func unsupportedName(_ description: String) -> String? {
    let code = description.drop { "<>|=".contains($0) }
    // A type that is read, but for its order of bytes, is none of those below.
    guard NPYType(rawValue: String(code)) == nil else { return nil }
    return switch code.first {
    case "c": "complex numbers"
    case "O": "Python objects"
    case "S", "a": "byte strings"
    case "U": "strings"
    case "M": "dates"
    case "m": "time spans"
    case "V": "raw records"
    case "f": "floating-point numbers of another size"
    default: nil
    }
  }
}
