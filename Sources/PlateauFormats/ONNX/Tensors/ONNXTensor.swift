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
  private let folder: ONNXFolder?

  init(_ proto: ONNXTensorProto, _ label: String, folder: ONNXFolder?) {
    self.proto = proto
    self.label = label
    self.folder = folder
  }

  init(_ proto: ONNXTensorProto, named name: String, in file: String, folder: ONNXFolder?) {
    self.init(proto, "Tensor \(name.quotedForMessage) of '\(file)'", folder: folder)
  }

  /// The sides, with their product in range.
  ///
  /// - Throws: `FormatError` where a side is not in 1...2²⁴ or there are too many values; a list of
  ///   integers may be empty.
  func shape() throws(FormatError) -> [Int] {
    let sides = proto.dims.map { Int(exactly: $0) ?? -1 }
    if sides.contains(0), !(holdsIntegers && sides.count == 1) {
      throw FormatError(
        .unsupported,
        "\(label) has the shape \(Self.text(proto.dims)), and so no values. Empty tensors are not read: "
          + "simplify the model, such as by onnxsim, so that it does without.")
    }
    let least = 0
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
    let precision = try precision()
    let values = try reader().values(0..<shape().reduce(1, *))
    if let bad = values.firstIndex(where: { allowsInfinity ? $0.isNaN : !$0.isFinite }) {
      throw notFinite(values[bad], at: bad)
    }
    return (values, precision)
  }

  /// The precision in which its numbers are exact.
  ///
  /// - Throws: `FormatError` where they are no FLOAT, DOUBLE, FLOAT16 or BFLOAT16.
  func precision() throws(FormatError) -> Precision {
    let type = ONNXType(proto.dataType)
    guard type.isSingle || type == .double else {
      throw FormatError(
        .unsupported,
        "\(label) holds \(type); weights and biases are FLOAT, DOUBLE, FLOAT16 or BFLOAT16. Export it as FLOAT."
      )
    }
    return type == .double ? .double : .float
  }

  /// Writes some of the values, rounded to nearest, whether they are finite or not.
  ///
  /// - Throws: `FormatError` as for all of them.
  func read<Element: Scalar>(
    _ range: Range<Int>, into target: UnsafeMutablePointer<Element>
  ) throws(FormatError) {
    _ = try precision()
    try reader().read(range, into: target)
  }

  /// Calls a closure with some of the values, widened exactly, some at a time.
  ///
  /// - Throws: `FormatError` as for all of them.
  func forEachPart(
    of range: Range<Int>, _ body: ([Double]) -> Void
  ) throws(FormatError) {
    _ = try precision()
    let reader = try reader()
    var place = range.lowerBound
    while place < range.upperBound {
      let part = place..<min(place + ONNXNumbers.chunk, range.upperBound)
      let values = try reader.values(part)
      let isFinite = values.withUnsafeBufferPointer { values in
        values.baseAddress.map { Double.kernels.allFinite(count: values.count, of: $0) } ?? true
      }
      if !isFinite, let bad = values.firstIndex(where: { !$0.isFinite }) {
        throw notFinite(values[bad], at: place + bad)
      }
      body(values)
      place = part.upperBound
    }
  }

  /// What is wrong with a value.
  func notFinite(_ value: Double, at index: Int) -> FormatError {
    FormatError(
      .malformed,
      "\(label) holds \(value) at index \(index); every parameter must be finite. Train or export it "
        + "again.")
  }

  /// Checks that its numbers are all there.
  ///
  /// - Throws: `FormatError` where they are not.
  func check() throws(FormatError) { _ = try reader() }

  /// Reads the numbers from where they are.
  private func reader() throws(FormatError) -> ONNXNumbers {
    let type = ONNXType(proto.dataType)
    let typed: Int
    switch type {
    case .double: typed = proto.doubleData.count
    case .float: typed = proto.floatData.count
    default: typed = proto.int32Data.count
    }
    let size = type == .double ? 8 : type == .float ? 4 : 2
    return ONNXNumbers(
      label: label, proto: proto, type: type, source: try source(typed: typed, size: size))
  }

  /// The numbers that values are quantized to by its type; nil where it holds others.
  var levels: ClosedRange<Int>? { ONNXType(proto.dataType).levels }

  /// Whether it holds integers, as shapes and quantized weights do, or true and false values, which are 1 and 0.
  var holdsIntegers: Bool {
    let type = ONNXType(proto.dataType)
    return type == .int64 || type == .int32 || type == .bool || type.levels != nil
  }

  /// The values of a tensor of integers.
  ///
  /// - Throws: `FormatError` where they are no integers of 8 to 64 bits, or are not all there.
  func integers() throws(FormatError) -> [Int] {
    let type = ONNXType(proto.dataType)
    switch type {
    case .int64: return try decoded(proto.int64Data)
    case .int32: return try decoded(proto.int32Data)
    case .uint8: return try decoded(proto.int32Data.map { UInt8(truncatingIfNeeded: $0) })
    case .int8: return try decoded(proto.int32Data.map { Int8(truncatingIfNeeded: $0) })
    case .uint16: return try decoded(proto.int32Data.map { UInt16(truncatingIfNeeded: $0) })
    case .int16: return try decoded(proto.int32Data.map { Int16(truncatingIfNeeded: $0) })
    case .bool:
      return try decoded(proto.int32Data.map { UInt8($0 == 0 ? 0 : 1) }).map { $0 == 0 ? 0 : 1 }
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

  /// Where values of a size are that are as many as the shape has.
  private func source(typed: Int, size: Int) throws(FormatError) -> ONNXNumbers.Source {
    guard !proto.hasSegment else { throw damaged("is cut into segments") }
    let shape = try shape()
    let count = shape.reduce(1, *)
    let type = ONNXType(proto.dataType)
    func check(_ bytes: Int) throws(FormatError) {
      guard bytes == count * size else {
        throw damaged(
          "has shape \(shape) of \(type), which takes \(count * size) bytes, but holds \(bytes)")
      }
    }
    guard proto.dataLocation == 0, proto.externalData.isEmpty else {
      guard typed == 0, proto.rawData.isEmpty else { throw damaged("holds its values twice") }
      let data = try ONNXExternalData(proto.externalData, of: label)
      if data.isOwn { try check(data.length ?? 0) }
      let (file, start) = try data.place(count * size, in: folder)
      return .file(file, start)
    }
    if proto.rawData.isEmpty {
      guard typed == count else {
        throw damaged("has shape \(shape), which takes \(count) values, but holds \(typed)")
      }
      return .typed
    }
    guard typed == 0 else { throw damaged("holds its values twice") }
    try check(proto.rawData.count)
    return .raw
  }

  /// The values of a tensor of integers, from wherever they are.
  private func decoded<Bits: FixedWidthInteger & BitwiseCopyable>(
    _ typed: [Bits]
  ) throws(FormatError) -> [Int] {
    let size = MemoryLayout<Bits>.size
    let source = try source(typed: typed.count, size: size)
    let count = try shape().reduce(1, *)
    return switch source {
    case .typed: typed.map { Int($0) }
    case .raw: Self.integers(proto.rawData, count, Bits.self)
    case .file(let file, let start):
      Self.integers(
        try ONNXNumbers.bytes(of: file, start..<start + count * size, label), count, Bits.self)
    }
  }

  private static func integers<Bits: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: some ContiguousBytes, _ count: Int, _ type: Bits.Type
  ) -> [Int] {
    let size = MemoryLayout<Bits>.size
    return bytes.withUnsafeBytes { source in
      (0..<count).map { index in
        Int(
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

extension ONNXTensor: Hashable {
  /// Whether both are the same tensor of the same file.
  static func == (first: ONNXTensor, second: ONNXTensor) -> Bool {
    first.label == second.label && first.proto == second.proto
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(label)
    hasher.combine(proto)
  }
}
