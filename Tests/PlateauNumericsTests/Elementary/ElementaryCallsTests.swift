import Foundation
import Testing

@Suite("Calls of elementary functions")
struct ElementaryCallsTests {
  private static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// `docs/reproducibility.md` says so: the bits of the C library's depend on its version.
  @Test func `no source calls one of the C library`() throws {
    let names =
      "exp|exp2|exp10|expMinusOne|expm1|log|log1p|log2|log10|pow|root|cbrt|hypot|sin|cos|tan|asin"
      + "|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh|erf|erfc|logGamma|lgamma|tgamma"
    let call = try Regex("\\b(?:([A-Za-z]+)\\.)?(?:\(names))\\(").wordBoundaryKind(.simple)
    let sources = Self.package.appending(path: "Sources")
    let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
    var looked = 0
    var found: [String] = []
    for case let file as URL in try #require(files) where file.pathExtension == "swift" {
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      looked += 1
      for line in lines {
        let code = line.drop { $0 == " " }
        if code.hasPrefix("//") || code.contains("func ") { continue }
        for match in code.matches(of: call) where match.output[1].substring != "Elementary" {
          found.append("\(file.lastPathComponent): \(code)")
        }
      }
    }
    #expect(looked > 500)
    #expect(found == [])
  }
}
