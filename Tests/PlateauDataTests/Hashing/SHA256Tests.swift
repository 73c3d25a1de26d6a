import PlateauNumerics
import Testing

@testable import PlateauData

@Suite("SHA-256")
struct SHA256Tests {
  /// Source: NIST, "Secure Hash Standard", FIPS 180-2, appendix B, and its example of 896 bits.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
        + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func `agrees with the examples of the standard at every level`(text: String, digest: String) {
    #expect(SHA256.hexDigest(of: Array(text.utf8)) == digest)
    for level in ProcessorLevel.available {
      var hash = SHA256(level: level)
      hash.update(Array(text.utf8))
      #expect(hash.finalized() == digest, "\(level)")
    }
  }

  /// As the program beside it has them.
  static let bytes = (0..<100_000).map { UInt8(($0 * $0 + 7 * $0) % 251) }

  /// Recorded digests, which come from this program.
  ///
  /// ```python
  /// data = bytes((i * i + 7 * i) % 251 for i in range(100_000))
  /// for n in (63, 1000, 100_000): print(n, hashlib.sha256(data[:n]).hexdigest())
  /// ```
  @Test(arguments: [
    (63, "504aca729bd1b4a56b7721bb6b151ca753dd38b2a3503e3e925bd3afd27da297"),
    (1000, "014c761b1ca6cf30692b9f1ae5c2b77c7cc2e6dc2a149a862d632fb9d4d9d742"),
    (100_000, "0cee1f221c9bbc2933b9b47e4ff6ef65d285117a154d9f944ed4119d325c3d0a"),
  ])
  func `agrees with hashlib`(count: Int, digest: String) {
    #expect(SHA256.hexDigest(of: Array(Self.bytes.prefix(count))) == digest)
  }

  /// The digest of the digests, which comes from this program.
  ///
  /// ```python
  /// digests = "".join(hashlib.sha256(data[:n]).hexdigest() for n in range(301))
  /// print(hashlib.sha256(digests.encode()).hexdigest())
  /// ```
  @Test func `agrees with hashlib at every length up to 300`() {
    let digests = (0...300).map { SHA256.hexDigest(of: Array(Self.bytes.prefix($0))) }
    #expect(
      SHA256.hexDigest(of: Array(digests.joined().utf8))
        == "78fc9a7acc5f005302c144aceab8daa5b2c98df90b4404dd47370c4b3ace05e3")
  }

  /// Pieces end before, at and behind the ends of blocks, and where the length no longer fits.
  @Test(arguments: ProcessorLevel.available)
  func `does not depend on where bytes are split`(level: ProcessorLevel) {
    func digest(of pieces: [ArraySlice<UInt8>]) -> String {
      var hash = SHA256(level: level)
      for piece in pieces { hash.update(Array(piece)) }
      return hash.finalized()
    }
    for length in 0...300 {
      let bytes = Self.bytes.prefix(length)
      let whole = SHA256.hexDigest(of: Array(bytes))
      let ends = [0, 1, 55, 56, 63, 64, 65, 127, 128, 129, length / 2, length - 1, length]
      for first in ends where 0...length ~= first {
        for second in [first, first + 1, (first + length) / 2] where second <= length {
          let pieces = [bytes[..<first], bytes[first..<second], bytes[second...]]
          #expect(digest(of: pieces) == whole, "\(length) bytes, split at \(first) and \(second)")
        }
      }
      #expect(digest(of: bytes.indices.map { bytes[$0...$0] }) == whole, "\(length), one by one")
    }
  }

  @Test func `copies go on by themselves`() {
    var hash = SHA256()
    hash.update(Array("ab".utf8))
    let copy = hash
    hash.update(Array("c".utf8))
    #expect(hash.finalized() == SHA256.hexDigest(of: Array("abc".utf8)))
    #expect(copy.finalized() == SHA256.hexDigest(of: Array("ab".utf8)))
  }
}
