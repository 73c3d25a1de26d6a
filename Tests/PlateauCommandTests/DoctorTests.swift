import Foundation
import Testing

@Suite("plateau doctor")
struct DoctorTests {
  @Test func `prints what a report of a fault begins with`() throws {
    let place = try Workplace()
    let result = try Tool.run(["doctor"], in: place.path)
    #expect(result.status == 0 && result.errors.isEmpty)
    for word in ["Plateau", "processor", "level", "products", "memory", "strokes: built in"] {
      #expect(result.output.contains(word), "\(word)")
    }
  }

  @Test func `prints the same as JSON`() throws {
    let place = try Workplace()
    let result = try Tool.run(
      ["doctor", "--json"], in: place.path, environment: ["PLATEAU_LEVEL": "portable"])
    let record = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(record["level"] as? String == "portable")
    #expect((record["products"] as? [Any])?.count == 2)
    #expect((record["levels"] as? [String])?.last == "portable")
  }

  @Test func `looks for data where it is told to`() throws {
    let place = try OptionPlace.shared.get().place
    func mnist(_ arguments: String...) throws -> Substring? {
      try Tool.run(["doctor"] + arguments, in: place.path).output.split(separator: "\n")
        .first { $0.contains("mnist: ") }
    }
    #expect(try mnist("--data-dir", "digits")?.hasSuffix("mnist: digits/mnist") == true)
    #expect(try mnist()?.hasSuffix("mnist: not found") == true)
  }
}
