/// The type of the values of a stored tensor, under its name in safetensors files.
public enum TensorType: String, Sendable, Hashable, CaseIterable {
  /// One byte, 0 or 1.
  case boolean = "BOOL"
  /// 8-bit unsigned integers.
  case uint8 = "U8"
  /// 8-bit signed integers.
  case int8 = "I8"
  /// 16-bit unsigned integers.
  case uint16 = "U16"
  /// 16-bit signed integers.
  case int16 = "I16"
  /// 32-bit unsigned integers.
  case uint32 = "U32"
  /// 32-bit signed integers.
  case int32 = "I32"
  /// 64-bit unsigned integers.
  case uint64 = "U64"
  /// 64-bit signed integers.
  case int64 = "I64"
  /// 8-bit floating-point numbers with 5 bits of exponent.
  case float8E5M2 = "F8_E5M2"
  /// 8-bit floating-point numbers with 4 bits of exponent.
  case float8E4M3 = "F8_E4M3"
  /// IEEE half precision.
  case float16 = "F16"
  /// The upper half of a single-precision number.
  case bfloat16 = "BF16"
  /// IEEE single precision.
  case float = "F32"
  /// IEEE double precision.
  case double = "F64"

  /// The number of bytes of one value.
  public var size: Int {
    switch self {
    case .boolean, .uint8, .int8, .float8E5M2, .float8E4M3: 1
    case .uint16, .int16, .float16, .bfloat16: 2
    case .uint32, .int32, .float: 4
    case .uint64, .int64, .double: 8
    }
  }

  /// Whether its values can be the parameters of a network.
  public var isFloatingPoint: Bool {
    self == .float || self == .double || self == .float16 || self == .bfloat16
  }
}
