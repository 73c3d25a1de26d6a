import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Damaged safetensors files")
struct SafetensorsMutationTests {
  @Test("Any damage is read or refused with a FormatError, and never traps")
  func mutations() throws {
    var generator = SeededGenerator(seed: 11, purpose: "mutations")
    let network = try NetworkFileTests.network(of: Float.self)
    let original = try NetworkFile(network, metadata: ["data": "σ"]).safetensors().encoded()
    let header = 8 + Int(original[0]) + Int(original[1]) << 8
    let symbols = Array(#"{}[]",:0123456789-.eE\untf "#.utf8)
    var outcomes = (read: 0, refused: 0)
    for trial in 0..<4000 {
      var bytes = original
      for _ in 0...generator.below(4) {
        // Mostly within the header, where damage has consequences.
        let place = generator.below(trial % 4 == 0 ? bytes.count : min(bytes.count, header))
        switch generator.below(6) {
        case 0: bytes[place] ^= 1 << generator.below(8)
        case 1: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
        case 2, 3: bytes[place] = symbols[generator.below(symbols.count)]
        case 4: bytes.insert(symbols[generator.below(symbols.count)], at: place)
        default: if trial % 8 == 0 { bytes.removeLast(generator.below(bytes.count)) }
        }
        if bytes.isEmpty { bytes = [0] }
      }
      // A length that fits lets more damaged headers through to the parser.
      if trial % 2 == 0, bytes.count > header {
        let length = bytes.count - (original.count - header) - 8
        bytes[0] = UInt8(truncatingIfNeeded: length)
        bytes[1] = UInt8(truncatingIfNeeded: length >> 8)
        for index in 2..<8 { bytes[index] = 0 }
      }
      do {
        let file = try SafetensorsFile(parsing: bytes, named: "f")
        for tensor in file.tensors {
          _ = file.bytes(of: tensor)
          if tensor.type.isFloatingPoint {
            _ = try file.values(of: tensor.name, as: Double.self)
          }
        }
        _ = try NetworkFile<Float>(file)
        outcomes.read += 1
      } catch {
        outcomes.refused += 1
      }
    }
    // Damage to values alone goes unnoticed: the format has no checksum.
    #expect(outcomes.read > 100 && outcomes.refused > 2000)
  }

  @Test("Every truncation is refused")
  func truncations() throws {
    let network = try NetworkFileTests.network(of: Double.self)
    let original = try NetworkFile(network).safetensors().encoded()
    for count in 0..<original.count {
      #expect(throws: FormatError.self) {
        try SafetensorsFile(parsing: Array(original[..<count]), named: "f")
      }
    }
  }
}
