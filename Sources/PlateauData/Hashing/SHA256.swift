import CPlateauKernels
import PlateauNumerics

/// The SHA-256 of bytes that come in pieces.
///
/// Source: NIST, "Secure Hash Standard", FIPS 180-4, 2015.
public struct SHA256: Sendable {
  private var state = plateau_sha256()

  /// Starts with no bytes.
  public init() { self.init(level: .current) }

  /// Starts with no bytes at a level, which changes the time alone.
  init(level: ProcessorLevel) {
    plateau_sha256_start(&state, level.number)
  }

  /// Adds bytes.
  ///
  /// - Complexity: O(*bytes*), about 1 GB/s where the processor has instructions for it, and 0.2 GB/s
  ///   where not.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    plateau_sha256_add(&state, Int64(bytes.count), bytes.baseAddress)
  }

  /// Adds bytes.
  public mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// The digest of everything added, as 64 hexadecimal digits in lower case.
  public consuming func finalized() -> String {
    var digest = Array(repeating: UInt8(0), count: 32)
    plateau_sha256_finish(&state, &digest)
    return Hexadecimal.text(digest)
  }

  /// The digest of some bytes, as 64 hexadecimal digits in lower case.
  public static func hexDigest(of bytes: [UInt8]) -> String {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finalized()
  }
}
