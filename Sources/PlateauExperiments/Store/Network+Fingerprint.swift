import PlateauData
public import PlateauNetworks
import PlateauNumerics

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Network {
  /// The SHA-256 of what the network computes with, as 64 hexadecimal digits.
  ///
  /// It covers the architecture as JSON with sorted keys, a line break, and the parameters, in the
  /// order of the layout, as little-endian `Double`. Single precision widens exactly, so a network
  /// and its widened copy have one fingerprint.
  ///
  /// - Returns: The digest in lower case.
  /// - Throws: what the encoder of the architecture throws.
  /// - Complexity: O(*parameters*)
  public func fingerprint() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var hash = SHA256()
    hash.update(Array(try encoder.encode(architecture)) + [UInt8(ascii: "\n")])
    let words = parameters.map { Double($0).bitPattern.littleEndian }
    words.withUnsafeBytes { hash.update($0) }
    return hash.finalized()
  }
}
