import PlateauFormats
import PlateauNumerics
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("Damaged ONNX files")
struct ONNXMutationTests {
  @Test("Any damage is read or refused with a FormatError, and never traps")
  func mutations() throws {
    var generator = SeededGenerator(seed: 23, purpose: "mutations")
    let names = ["torch-tanh", "matmul-add", "gemm-scaled", "column"]
    let originals = try names.map { name in
      [UInt8](try Data(contentsOf: URL(filePath: Fixture.path("onnx/\(name).onnx"))))
    }
    var outcomes = (read: 0, refused: 0)
    let exports = try ONNXCollection("exports")
    let others = try exports.names.filter { $0.contains("-trace-") }.map { try exports.bytes($0) }
    let operators = try ONNXCollection("operators")
    let newest = try operators.names.map { try operators.bytes($0) }
    for trial in 0..<4000 {
      let all = [originals, newest, others, newest][trial % 4]
      var bytes = all[trial / 2 % all.count]
      for _ in 0...generator.below(4) {
        let place = generator.below(bytes.count)
        switch generator.below(6) {
        case 0, 1: bytes[place] ^= 1 << generator.below(8)
        case 2: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
        // The edges of varints.
        case 3: bytes[place] = [0, 1, 0x7f, 0x80, 0xff][generator.below(5)]
        case 4: bytes.insert(UInt8(truncatingIfNeeded: generator.next()), at: place)
        default: if trial % 8 == 0 { bytes.removeLast(generator.below(bytes.count)) }
        }
      }
      do {
        _ = try ONNXFile(parsing: bytes, named: "f").network()
        outcomes.read += 1
      } catch {
        outcomes.refused += 1
      }
    }
    // Damage to values alone goes unnoticed: the format has no checksum.
    #expect(outcomes.read > 100 && outcomes.refused > 500)
  }

  @Test("Every truncation is refused")
  func truncations() throws {
    let original = ONNXBytes().bytes
    for count in 0..<original.count {
      #expect(throws: FormatError.self) {
        try ONNXFile(parsing: Array(original[..<count]), named: "f")
      }
    }
  }
}
