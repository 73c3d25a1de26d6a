#if canImport(CryptoKit)
import CryptoKit
#else
import CLibcrypto
#endif

/// The SHA-256 of bytes that come in pieces.
///
/// Source: NIST, "Secure Hash Standard", FIPS 180-4, 2015; computed by the system's library.
public struct SHA256: ~Copyable {
  #if canImport(CryptoKit)
  private var state = CryptoKit.SHA256()
  #else
  private let context: OpaquePointer?
  #endif

  /// Starts with no bytes.
  public init() {
    #if !canImport(CryptoKit)
    context = EVP_MD_CTX_new()
    let started = EVP_DigestInit_ex(context, EVP_sha256(), nil)
    precondition(started == 1, "libcrypto has no SHA-256")
    #endif
  }

  #if !canImport(CryptoKit)
  deinit { EVP_MD_CTX_free(context) }
  #endif

  /// Adds bytes.
  ///
  /// - Complexity: O(*bytes*), about 1 GB/s where the processor has instructions for it.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    #if canImport(CryptoKit)
    state.update(bufferPointer: bytes)
    #else
    EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    #endif
  }

  /// Adds bytes.
  public mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// The digest of everything added, as 64 hexadecimal digits in lower case.
  public consuming func finalized() -> String {
    #if canImport(CryptoKit)
    let digest = Array(state.finalize())
    #else
    var digest = Array(repeating: UInt8(0), count: 32)
    EVP_DigestFinal_ex(context, &digest, nil)
    #endif
    return Hexadecimal.text(digest)
  }

  /// The digest of some bytes, as 64 hexadecimal digits in lower case.
  public static func hexDigest(of bytes: [UInt8]) -> String {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finalized()
  }
}
