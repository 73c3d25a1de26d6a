import PlateauNumerics

/// Damage to a file, drawn at random.
enum Mutation {
  /// Symbols of the headers of arrays, which let damage reach further into a parser.
  private static let symbols = Array("{}()':,<>|0123456789-L \nTrueFalsdcpfi".utf8)

  /// Bytes with one to three changes, three out of four within the first ones.
  static func mutated(
    _ original: [UInt8], header: Int, _ generator: inout SeededGenerator
  ) -> [UInt8] {
    var bytes = original
    let isAnywhere = generator.below(4) == 0
    for _ in 0...generator.below(3) {
      guard !bytes.isEmpty else { break }
      let place = generator.below(isAnywhere ? bytes.count : min(bytes.count, header))
      switch generator.below(8) {
      case 0, 1: bytes[place] ^= 1 << generator.below(8)
      case 2: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
      case 3: bytes[place] = [0, 0xff, 0x7f, 0x80][generator.below(4)]
      case 4, 5: bytes[place] = symbols[generator.below(symbols.count)]
      case 6: bytes.insert(symbols[generator.below(symbols.count)], at: place)
      default: if isAnywhere { bytes.removeLast(generator.below(bytes.count)) }
      }
    }
    return bytes
  }
}
