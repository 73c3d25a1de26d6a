import PlateauData
public import PlateauNumerics

extension SafetensorsFile {
  /// The values of a tensor of floating-point numbers, rows one after the other.
  ///
  /// Widening is exact; values of a wider type are rounded to nearest.
  ///
  /// - Throws: `FormatError` where the tensor is missing or holds another type.
  public func values<Element: Scalar>(
    of name: String, as type: Element.Type = Element.self
  ) throws(FormatError) -> [Element] {
    let tensor = try requiredTensor(name)
    guard tensor.type.isFloatingPoint else {
      throw FormatError(
        .mismatch,
        "Tensor \(name.quotedForMessage) of '\(self.name)' holds \(tensor.type.rawValue); "
          + "floating-point numbers (F64, F32, F16 or BF16) are needed. Convert it.")
    }
    if tensor.type == .double { return converted(doubles(tensor)) }
    return converted(floats(tensor))
  }

  /// A tensor of two dimensions as a matrix; one of one dimension becomes a single row.
  ///
  /// - Throws: `FormatError` where the tensor is missing, holds another type, or has another
  ///   number of dimensions.
  public func matrix<Element: Scalar>(
    of name: String, as type: Element.Type = Element.self
  ) throws(FormatError) -> Matrix<Element> {
    let tensor = try requiredTensor(name)
    guard (1...2).contains(tensor.shape.count) else {
      throw FormatError(
        .mismatch,
        "Tensor \(name.quotedForMessage) of '\(self.name)' has shape \(tensor.shape); a matrix has "
          + "2 dimensions. Check its name.")
    }
    return Matrix(
      rows: tensor.shape.count == 2 ? tensor.shape[0] : 1,
      columns: tensor.shape[tensor.shape.count - 1], elements: try values(of: name))
  }

  /// The values of a tensor of integers, or of Booleans as 0 and 1.
  ///
  /// - Throws: `FormatError` where the tensor is missing, holds another type, or a value does not
  ///   fit.
  public func integers(of name: String) throws(FormatError) -> [Int] {
    let tensor = try requiredTensor(name)
    switch tensor.type {
    case .boolean, .uint8: return loaded(tensor) { (bits: UInt8) in Int(bits) }
    case .int8: return loaded(tensor) { (bits: Int8) in Int(bits) }
    case .uint16: return loaded(tensor) { (bits: UInt16) in Int(bits) }
    case .int16: return loaded(tensor) { (bits: Int16) in Int(bits) }
    case .uint32: return loaded(tensor) { (bits: UInt32) in Int(bits) }
    case .int32: return loaded(tensor) { (bits: Int32) in Int(bits) }
    case .int64: return loaded(tensor) { (bits: Int64) in Int(bits) }
    case .uint64:
      let values = loaded(tensor) { (bits: UInt64) in Int(exactly: bits) }
      guard let bad = values.firstIndex(of: nil) else { return values.compactMap(\.self) }
      throw FormatError(
        .mismatch,
        "Tensor \(name.quotedForMessage) of '\(self.name)' holds a number above \(Int.max) at "
          + "index \(bad). Convert it.")
    default:
      throw FormatError(
        .mismatch,
        "Tensor \(name.quotedForMessage) of '\(self.name)' holds \(tensor.type.rawValue); integers "
          + "are needed. Convert it.")
    }
  }

  private func floats(_ tensor: StoredTensor) -> [Float] {
    switch tensor.type {
    case .float16: loaded(tensor) { (bits: UInt16) in Float(halfBits: bits) }
    case .bfloat16: loaded(tensor) { (bits: UInt16) in Float(bitPattern: UInt32(bits) << 16) }
    default: loaded(tensor) { (bits: UInt32) in Float(bitPattern: bits) }
    }
  }

  private func doubles(_ tensor: StoredTensor) -> [Double] {
    loaded(tensor) { (bits: UInt64) in Double(bitPattern: bits) }
  }

  private func converted<Source: Scalar, Target: Scalar>(_ values: [Source]) -> [Target] {
    (values as? [Target]) ?? values.map { Target($0) }
  }

  @inline(__always)
  private func loaded<Bits: FixedWidthInteger & BitwiseCopyable, Value>(
    _ tensor: StoredTensor, _ transform: (Bits) -> Value
  ) -> [Value] {
    bytes(of: tensor).withUnsafeBytes { source in
      (0..<tensor.count).map { index in
        transform(
          Bits(
            littleEndian: source.loadUnaligned(
              fromByteOffset: index * MemoryLayout<Bits>.size, as: Bits.self)))
      }
    }
  }
}
