import PlateauNetworks
import PlateauNumerics

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A constant of a graph: an initializer, or the value of a Constant node.
///
/// Nothing is decoded before it is asked for: tensors that a network does not use may be anything.
struct ONNXTensor {
  /// What messages call it.
  let label: String
  private let proto: ONNXTensorProto
  /// The folder where it may keep its values; nil for a file whose folder is not known.
  private let folder: String?

  init(_ proto: ONNXTensorProto, _ label: String, folder: String?) {
    self.proto = proto
    self.label = label
    self.folder = folder
  }

  init(_ proto: ONNXTensorProto, named name: String, in file: String, folder: String?) {
    self.init(proto, "Tensor \(name.quotedForMessage) of '\(file)'", folder: folder)
  }

  /// The sides, with their product in range.
  ///
  /// - Throws: `FormatError` where a side is not in 1...2²⁴ or there are too many values; a list of
  ///   integers may be empty.
  func shape() throws(FormatError) -> [Int] {
    let sides = proto.dims.map { Int(exactly: $0) ?? -1 }
    let least = holdsIntegers && sides.count == 1 ? 0 : 1
    let isPossible =
      sides.allSatisfy { (least...Architecture.largestWidth).contains($0) }
      && sides.reduce(into: Optional(1)) { count, side in
        let (product, overflows) = (count ?? 0).multipliedReportingOverflow(by: side)
        count = count == nil || overflows || product > 1 << 40 ? nil : product
      } != nil
    guard isPossible else {
      throw damaged("has the impossible shape \(Self.text(proto.dims))")
    }
    return sides
  }

  /// The values, widened exactly, and the precision they are stored in.
  ///
  /// - Parameter allowsInfinity: Whether infinite ones are taken, as limits that never hold.
  /// - Returns: All of them, and their precision.
  /// - Throws: `FormatError` where they are no FLOAT or DOUBLE, are not all there, or one is not
  ///   finite.
  func numbers(
    allowsInfinity: Bool = false
  ) throws(FormatError) -> (values: [Double], precision: Precision) {
    let type = ONNXType(proto.dataType)
    let values: [Double]
    switch type {
    case .float:
      values = try decoded(proto.floatData) { (bits: UInt32) in Float(bitPattern: bits) }.map {
        Double($0)
      }
    case .half:
      values = try decoded(proto.int32Data.map { Self.half(UInt16(truncatingIfNeeded: $0)) }) {
        (bits: UInt16) in Self.half(bits)
      }
    case .brainFloat:
      values = try decoded(
        proto.int32Data.map { Self.brainFloat(UInt16(truncatingIfNeeded: $0)) }
      ) { (bits: UInt16) in Self.brainFloat(bits) }
    case .double:
      values = try decoded(proto.doubleData) { (bits: UInt64) in Double(bitPattern: bits) }
    default:
      throw FormatError(
        .unsupported,
        "\(label) holds \(type); weights and biases are FLOAT, DOUBLE, FLOAT16 or BFLOAT16. Export it as FLOAT."
      )
    }
    if let bad = values.firstIndex(where: { allowsInfinity ? $0.isNaN : !$0.isFinite }) {
      throw FormatError(
        .malformed,
        "\(label) holds \(values[bad]) at index \(bad); every parameter must be finite. Train or "
          + "export it again.")
    }
    return (values, type == .double ? .double : .float)
  }

  /// A number of half precision: a sign, 5 bits of exponent and 10 of the significand.
  private static func half(_ bits: UInt16) -> Double {
    let (exponent, fraction) = (Int(bits >> 10 & 31), Double(bits & 1023))
    let magnitude =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 31: fraction == 0 ? Double.infinity : .nan
      default: Double(sign: .plus, exponent: exponent - 25, significand: 1024 + fraction)
      }
    return bits >> 15 == 0 ? magnitude : -magnitude
  }

  /// The upper half of a number in single precision.
  private static func brainFloat(_ bits: UInt16) -> Double {
    Double(Float(bitPattern: UInt32(bits) << 16))
  }

  /// Whether it holds integers, as shapes do, or true and false values, which are 1 and 0.
  var holdsIntegers: Bool {
    let type = ONNXType(proto.dataType)
    return type == .int64 || type == .int32 || type == .bool
  }

  /// The values of a tensor of integers.
  ///
  /// - Throws: `FormatError` where they are no INT64 or INT32, or are not all there.
  func integers() throws(FormatError) -> [Int] {
    let type = ONNXType(proto.dataType)
    switch type {
    case .int64:
      return try decoded(proto.int64Data) { (bits: UInt64) in Int64(bitPattern: bits) }
        .map { Int($0) }
    case .int32:
      return try decoded(proto.int32Data) { (bits: UInt32) in Int32(bitPattern: bits) }
        .map { Int($0) }
    case .bool:
      return try decoded(proto.int32Data.map { $0 != 0 }) { (bits: UInt8) in bits != 0 }
        .map { $0 ? 1 : 0 }
    default:
      throw FormatError(
        .mismatch, "\(label) holds \(type); a shape is INT64. Export the model again.")
    }
  }

  /// Whether it is a single BOOL that is true.
  ///
  /// - Throws: `FormatError` where it is another thing.
  func isTrue() throws(FormatError) -> Bool {
    guard ONNXType(proto.dataType) == .bool, try shape().reduce(1, *) == 1 else {
      throw FormatError(.mismatch, "\(label) is no single BOOL. Export the model again.")
    }
    return proto.rawData.first ?? UInt8(truncatingIfNeeded: proto.int32Data.first ?? 0) != 0
  }

  /// Values from the field of their type or from raw bytes, as many as the shape has.
  private func decoded<Value, Bits: FixedWidthInteger & BitwiseCopyable>(
    _ typed: [Value], _ transform: (Bits) -> Value
  ) throws(FormatError) -> [Value] {
    guard !proto.hasSegment else { throw damaged("is cut into segments") }
    let shape = try shape()
    let count = shape.reduce(1, *)
    let type = ONNXType(proto.dataType)
    guard proto.dataLocation == 0, proto.externalData.isEmpty else {
      guard typed.isEmpty, proto.rawData.isEmpty else { throw damaged("holds its values twice") }
      let data = try ONNXExternalData(proto.externalData, of: label)
      return Self.values(
        try data.bytes(count * MemoryLayout<Bits>.size, in: folder), count, transform)
    }
    if proto.rawData.isEmpty {
      guard typed.count == count else {
        throw damaged("has shape \(shape), which takes \(count) values, but holds \(typed.count)")
      }
      return typed
    }
    guard typed.isEmpty else { throw damaged("holds its values twice") }
    let size = MemoryLayout<Bits>.size
    guard proto.rawData.count == count * size else {
      throw damaged(
        "has shape \(shape) of \(type), which takes \(count * size) bytes, but holds "
          + "\(proto.rawData.count)")
    }
    return Self.values(proto.rawData, count, transform)
  }

  private static func values<Value, Bits: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: some ContiguousBytes, _ count: Int, _ transform: (Bits) -> Value
  ) -> [Value] {
    let size = MemoryLayout<Bits>.size
    return bytes.withUnsafeBytes { source in
      (0..<count).map { index in
        transform(
          Bits(littleEndian: source.loadUnaligned(fromByteOffset: index * size, as: Bits.self)))
      }
    }
  }

  private func damaged(_ finding: String) -> FormatError {
    FormatError(.malformed, "\(label) \(finding). It is damaged: copy or export it again.")
  }

  /// The first sides: there can be any number of them in a damaged file.
  private static func text(_ sides: [Int64]) -> String {
    sides.count <= 8 ? "\(sides)" : "of \(sides.count) sides"
  }
}
