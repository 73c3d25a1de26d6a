public import PlateauNumerics

extension NPYArray {
  /// The values as `Float`, in row-major order; Booleans become 0 and 1.
  ///
  /// Values that the type does not have are rounded to nearest; those too large for it become
  /// infinite. Infinities and NaN are passed on.
  ///
  /// - Complexity: O(*count*); one copy where nothing has to be converted.
  public func floats() -> [Float] { native(.float) ?? converted() }

  /// The values as `Double`, in row-major order; Booleans become 0 and 1.
  ///
  /// Exact but for 64-bit integers, which are rounded to nearest. Infinities and NaN are passed
  /// on.
  ///
  /// - Complexity: O(*count*); one copy where nothing has to be converted.
  public func doubles() -> [Double] { native(.double) ?? converted() }

  /// The values in the precision of a network, as `floats` or `doubles` gives them.
  public func values<Element: Scalar>(as type: Element.Type = Element.self) -> [Element] {
    if Element.self == Float.self, let values = floats() as? [Element] { return values }
    let values = doubles()
    return (values as? [Element]) ?? values.map { Element($0) }
  }

  /// The values as a matrix: a row for each index of the first dimension, the others in one row.
  ///
  /// An array of one dimension becomes a single row.
  ///
  /// - Throws: `DataError` for a single value without dimensions.
  public func matrix<Element: Scalar>(
    as type: Element.Type = Element.self
  ) throws(DataError) -> Matrix<Element> {
    guard let first = shape.first else {
      throw DataError(
        .mismatch,
        "\(label) is a single number; an array of shape [examples, features] is needed. "
          + "Save it with reshape(1, 1).")
    }
    guard shape.count > 1 else { return Matrix(rows: 1, columns: first, elements: values()) }
    let columns = shape.dropFirst().reduce(1, *)
    return Matrix(rows: first, columns: columns, elements: values())
  }

  /// The values as integers, in row-major order; Booleans become 0 and 1.
  ///
  /// - Throws: `DataError` where a value is not whole or does not fit.
  /// - Complexity: O(*count*)
  public func integers() throws(DataError) -> [Int] {
    switch type {
    case .boolean: return loaded { (bits: UInt8) in bits == 0 ? 0 : 1 }
    case .uint8: return loaded { (bits: UInt8) in Int(bits) }
    case .int8: return loaded { (bits: Int8) in Int(bits) }
    case .uint16: return loaded { (bits: UInt16) in Int(bits) }
    case .int16: return loaded { (bits: Int16) in Int(bits) }
    case .uint32: return loaded { (bits: UInt32) in Int(bits) }
    case .int32: return loaded { (bits: Int32) in Int(bits) }
    case .int64: return loaded { (bits: Int64) in Int(bits) }
    case .uint64:
      let bits = loaded { (bits: UInt64) in bits }
      return try exact(bits) { Int(exactly: $0) }
    case .float16, .float, .double:
      return try exact(doubles()) { Int(exactly: $0) }
    }
  }

  /// The bytes of an array of single bytes, in row-major order.
  func rowMajorBytes() -> [UInt8] {
    precondition(type.size == 1, "values of one byte are needed")
    return loaded { (bits: UInt8) in bits }
  }

  /// The index of a value in row-major order, as one number for each dimension.
  func index(_ position: Int) -> [Int] {
    var rest = position
    return shape.reversed().map { side in
      defer { rest /= side }
      return rest % side
    }.reversed()
  }

  private func exact<Value>(
    _ values: [Value], _ convert: (Value) -> Int?
  ) throws(DataError) -> [Int] {
    let converted = values.map(convert)
    guard let bad = converted.firstIndex(of: nil) else { return converted.compactMap(\.self) }
    throw DataError(
      .mismatch,
      "\(label) holds \(values[bad]) at index \(index(bad)); whole numbers up to \(Int.max) are "
        + "needed. Correct it, and save it as int64.")
  }
}

// MARK: - Bytes to values

extension NPYArray {
  /// The values as they lie in memory, where they have the type, order and byte order wanted.
  private func native<Element: Scalar>(_ wanted: NPYType) -> [Element]? {
    guard type == wanted, isBigEndian == Self.isHostBigEndian, !isTransposed else { return nil }
    return [Element](unsafeUninitializedCapacity: count) { buffer, count in
      bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
      count = buffer.count
    }
  }

  @inline(__always)
  private func converted<Element: Scalar>() -> [Element] {
    switch type {
    case .float: loaded { (bits: UInt32) in Element(Float(bitPattern: bits)) }
    case .double: loaded { (bits: UInt64) in Element(Double(bitPattern: bits)) }
    case .float16: loaded { (bits: UInt16) in Element(Float(halfBits: bits)) }
    case .boolean: loaded { (bits: UInt8) in bits == 0 ? 0 : 1 }
    case .uint8: loaded { (bits: UInt8) in Element(bits) }
    case .int8: loaded { (bits: Int8) in Element(bits) }
    case .uint16: loaded { (bits: UInt16) in Element(bits) }
    case .int16: loaded { (bits: Int16) in Element(bits) }
    case .uint32: loaded { (bits: UInt32) in Element(bits) }
    case .int32: loaded { (bits: Int32) in Element(bits) }
    case .uint64: loaded { (bits: UInt64) in Element(bits) }
    case .int64: loaded { (bits: Int64) in Element(bits) }
    }
  }

  /// The values in row-major order, made from their bits.
  @inline(__always)
  private func loaded<Bits: FixedWidthInteger & BitwiseCopyable, Value>(
    _ transform: (Bits) -> Value
  ) -> [Value] {
    let count = self.count
    let isSwapped = isBigEndian != Self.isHostBigEndian
    let values = [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
      bytes.withUnsafeBytes { source in
        for index in 0..<count {
          let bits = source.loadUnaligned(
            fromByteOffset: index * MemoryLayout<Bits>.size, as: Bits.self)
          buffer.initializeElement(at: index, to: transform(isSwapped ? bits.byteSwapped : bits))
        }
      }
      initialized = count
    }
    return isTransposed ? Self.rowMajor(values, shape: shape) : values
  }

  /// Whether the order of values differs from the row-major one.
  private var isTransposed: Bool { isColumnMajor && shape.count > 1 }

  /// Values of which the first index changes fastest, sorted so that the last does.
  private static func rowMajor<Value>(_ values: [Value], shape: [Int]) -> [Value] {
    var strides = [1]
    for side in shape.dropLast() { strides.append(strides[strides.count - 1] * side) }
    var index = shape.map { _ in 0 }
    var source = 0
    return [Value](unsafeUninitializedCapacity: values.count) { buffer, count in
      while count < values.count {
        buffer.initializeElement(at: count, to: values[source])
        count += 1
        var dimension = shape.count - 1
        while dimension >= 0 {
          index[dimension] += 1
          source += strides[dimension]
          if index[dimension] < shape[dimension] { break }
          source -= strides[dimension] * shape[dimension]
          index[dimension] = 0
          dimension -= 1
        }
      }
    }
  }
}
