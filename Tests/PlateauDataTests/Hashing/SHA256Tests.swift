import PlateauData
import Testing

@Suite("SHA-256")
struct SHA256Tests {
  /// Source: NIST, "Secure Hash Standard", FIPS 180-2, appendix B.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `agrees with the examples of the standard`(text: String, digest: String) {
    #expect(SHA256.hexDigest(of: Array(text.utf8)) == digest)
    var hash = SHA256()
    for byte in text.utf8 { hash.update([byte]) }
    #expect(hash.finalized() == digest)
  }
}
