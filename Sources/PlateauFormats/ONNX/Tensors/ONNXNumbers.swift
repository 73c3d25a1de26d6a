import PlateauData
import PlateauNumerics

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The numbers of a tensor, which are decoded part by part.
struct ONNXNumbers {
  /// Where they are.
  enum Source {
    /// In the field of their type.
    case typed
    /// As bytes of the message.
    case raw
    /// In a file, from a byte on.
    case file(OpenFile, Int)
  }

  /// What messages call the tensor.
  let label: String
  let proto: ONNXTensorProto
  /// FLOAT, DOUBLE, FLOAT16 or BFLOAT16.
  let type: ONNXType
  let source: Source

  /// The numbers that are decoded at once: few enough for the allocator to hand out memory that has been
  /// touched before.
  static let chunk = 1 << 13

  /// Some of them, widened exactly.
  func values(_ range: Range<Int>) throws(FormatError) -> [Double] {
    var failure: FormatError?
    let result = [Double](unsafeUninitializedCapacity: range.count) { buffer, count in
      guard let target = buffer.baseAddress else { return }
      do throws(FormatError) {
        try read(range, into: target)
        count = range.count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return result
  }

  /// Writes some of them, rounded to nearest.
  func read<Element: Scalar>(
    _ range: Range<Int>, into target: UnsafeMutablePointer<Element>
  ) throws(FormatError) {
    if case .file(let file, let start) = source, type == .float,
      let target = target as? UnsafeMutablePointer<Float>
    {
      return try Self.read(
        file, from: start + range.lowerBound * 4,
        into: UnsafeMutableRawBufferPointer(start: target, count: range.count * 4), label)
    }
    var place = range.lowerBound
    while place < range.upperBound {
      let part = place..<min(place + Self.chunk, range.upperBound)
      let target = target + (place - range.lowerBound)
      if type == .double {
        Self.convert(try doubles(part), into: target)
      } else {
        Self.convert(try singles(part), into: target)
      }
      place = part.upperBound
    }
  }

  /// Numbers as they lie in memory.
  private static func array<Value: BitwiseCopyable>(
    of file: OpenFile, from start: Int, count: Int, _ label: String
  ) throws(FormatError) -> [Value] {
    var failure: FormatError?
    let result = [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
      do throws(FormatError) {
        try read(file, from: start, into: UnsafeMutableRawBufferPointer(buffer), label)
        initialized = count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return result
  }

  /// Reads bytes as they lie in memory: numbers of files have their least byte first, as those of all
  /// processors that Swift runs on.
  private static func read(
    _ file: OpenFile, from start: Int, into bytes: UnsafeMutableRawBufferPointer, _ label: String
  ) throws(FormatError) {
    do {
      try file.read(from: start, into: bytes)
    } catch {
      throw FormatError(
        FormatError(error).code, "\(label) keeps its values in a file. \(error.message)")
    }
  }

  // By kernels: a generic loop takes a hundred times as long.
  private static func convert<Element: Scalar>(
    _ values: [Float], into target: UnsafeMutablePointer<Element>
  ) {
    values.withUnsafeBufferPointer { source in
      guard let source = source.baseAddress else { return }
      Element.kernels.fromSingles(count: values.count, source, into: target)
    }
  }

  private static func convert<Element: Scalar>(
    _ values: [Double], into target: UnsafeMutablePointer<Element>
  ) {
    values.withUnsafeBufferPointer { source in
      guard let source = source.baseAddress else { return }
      if let target = target as? UnsafeMutablePointer<Double> {
        target.update(from: source, count: values.count)
      } else if let target = target as? UnsafeMutablePointer<Float> {
        Double.kernels.toSingles(count: values.count, source, into: target)
      } else {
        for index in values.indices { target[index] = Element(values[index]) }
      }
    }
  }

  // MARK: - Decoding

  private func doubles(_ range: Range<Int>) throws(FormatError) -> [Double] {
    if case .typed = source { return Array(proto.doubleData[range]) }
    return try bits(range).map { (bits: UInt64) in Double(bitPattern: bits) }
  }

  private func singles(_ range: Range<Int>) throws(FormatError) -> [Float] {
    if type == .float {
      if case .typed = source { return Array(proto.floatData[range]) }
      guard case .file(let file, let start) = source else {
        return try bits(range).map { (bits: UInt32) in Float(bitPattern: bits) }
      }
      return try Self.array(of: file, from: start + range.lowerBound * 4, count: range.count, label)
    }
    let halves: [UInt16] =
      if case .typed = source {
        proto.int32Data[range].map { UInt16(truncatingIfNeeded: $0) }
      } else {
        try bits(range)
      }
    return halves.map(type == .half ? Self.half : Self.brainFloat)
  }

  private func bits<Bits: FixedWidthInteger & BitwiseCopyable>(
    _ range: Range<Int>
  ) throws(FormatError) -> [Bits] {
    let size = MemoryLayout<Bits>.size
    func decoded(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> [Bits] {
      (0..<range.count).map { index in
        Bits(
          littleEndian: bytes.loadUnaligned(fromByteOffset: start + index * size, as: Bits.self))
      }
    }
    switch source {
    case .typed: return []
    case .raw:
      return proto.rawData.withUnsafeBytes { decoded($0, range.lowerBound * size) }
    case .file(let file, let start):
      return try Self.array(
        of: file, from: start + range.lowerBound * size, count: range.count, label)
    }
  }

  /// Bytes of a file.
  ///
  /// - Throws: `FormatError` that names the tensor.
  static func bytes(
    of file: OpenFile, _ range: Range<Int>, _ label: String
  ) throws(FormatError) -> [UInt8] {
    do {
      return try file.bytes(from: range.lowerBound, count: range.count)
    } catch {
      throw FormatError(
        FormatError(error).code, "\(label) keeps its values in a file. \(error.message)")
    }
  }

  /// A number of half precision: a sign, 5 bits of exponent and 10 of the significand.
  private static func half(_ bits: UInt16) -> Float {
    let (exponent, fraction) = (Int(bits >> 10 & 31), Float(bits & 1023))
    let magnitude =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 31: fraction == 0 ? Float.infinity : .nan
      default: Float(sign: .plus, exponent: exponent - 25, significand: 1024 + fraction)
      }
    return bits >> 15 == 0 ? magnitude : -magnitude
  }

  /// The upper half of a number in single precision.
  private static func brainFloat(_ bits: UInt16) -> Float {
    Float(bitPattern: UInt32(bits) << 16)
  }
}
