import GRDB

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Single-precision numbers as SQLite keeps them: their bits, little-endian, one after the other.
struct FloatBytes: DatabaseValueConvertible {
  let values: [Float]

  init(_ values: [Float]) { self.values = values }

  var databaseValue: DatabaseValue {
    #if _endian(little)
    values.withUnsafeBytes { Data($0) }.databaseValue
    #else
    values.map { $0.bitPattern.littleEndian }.withUnsafeBytes { Data($0) }.databaseValue
    #endif
  }

  static func fromDatabaseValue(_ value: DatabaseValue) -> FloatBytes? {
    guard let data = Data.fromDatabaseValue(value), data.count % 4 == 0 else { return nil }
    return FloatBytes(
      data.withUnsafeBytes { bytes in
        (0..<bytes.count / 4).map {
          let word = bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)
          return Float(bitPattern: UInt32(littleEndian: word))
        }
      })
  }
}
