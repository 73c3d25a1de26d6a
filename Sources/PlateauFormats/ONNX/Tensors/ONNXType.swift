/// The type of the elements of a tensor, as files number it.
struct ONNXType: Hashable, CustomStringConvertible {
  let code: Int32

  init(_ code: Int32) { self.code = code }

  static let float = ONNXType(1)
  static let uint8 = ONNXType(2)
  static let int8 = ONNXType(3)
  static let uint16 = ONNXType(4)
  static let int16 = ONNXType(5)
  static let int32 = ONNXType(6)
  static let int64 = ONNXType(7)
  static let bool = ONNXType(9)
  static let half = ONNXType(10)
  static let double = ONNXType(11)
  static let brainFloat = ONNXType(16)

  /// Whether its numbers are numbers of single precision, too.
  var isSingle: Bool { [.float, .half, .brainFloat].contains(self) }

  /// The numbers that values are quantized to; nil for other types.
  var levels: ClosedRange<Int>? {
    switch self {
    case .uint8: 0...255
    case .int8: -128...127
    case .uint16: 0...65_535
    case .int16: -32_768...32_767
    default: nil
    }
  }

  /// The name in the format's own words.
  var description: String {
    let index = Int(code)
    return Self.names.indices.contains(index) ? Self.names[index] : "the unknown type \(code)"
  }

  private static let names = [
    "UNDEFINED", "FLOAT", "UINT8", "INT8", "UINT16", "INT16", "INT32", "INT64", "STRING", "BOOL",
    "FLOAT16", "DOUBLE", "UINT32", "UINT64", "COMPLEX64", "COMPLEX128", "BFLOAT16",
  ]
}
