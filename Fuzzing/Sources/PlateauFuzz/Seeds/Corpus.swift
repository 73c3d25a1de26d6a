import Plateau

/// The valid files from which the inputs of a reader are made.
struct Corpus {
  let seeds: [Seed]
  /// Words of the format.
  let words: [[UInt8]]
  private let donors: [[UInt8]]

  /// Gathers the seeds of a reader.
  ///
  /// - Parameters:
  ///   - reader: The reader.
  ///   - fixtures: The folder with the fixtures of the tests.
  /// - Throws: `DataError` where a file cannot be read, `FormatError` where there is none.
  init(for reader: Reader, fixtures: String) throws {
    seeds =
      switch reader {
      case .onnx: try Self.messages(fixtures + "/onnx")
      case .safetensors: try Self.tensors(fixtures)
      case .numpy: try Self.arrays() + Self.files(fixtures + "/npy", ".npy", ".npz")
      case .idx: Self.images()
      case .vnnlib: try Self.properties(fixtures + "/vnnlib")
      case .yaml: try Self.configurations()
      }
    words = Self.words(of: reader)
    donors = seeds.map(\.bytes)
    guard !seeds.isEmpty else {
      throw FormatError(.missing, "'\(fixtures)' has no seeds. Name the folder Tests/Fixtures.")
    }
  }

  /// The input of a number.
  func input(number: Int, seed: UInt64, reader: Reader) -> Input {
    var mutator = Mutator(
      generator: SeededGenerator(seed: seed, purpose: reader.rawValue, index: number),
      donors: donors, words: words)
    let seed = seeds[mutator.generator.below(seeds.count)]
    // Of packed files the outside too, in a third of all inputs; in most of them alone.
    let damagesOutside = mutator.generator.below(3) == 0
    let damagesInside = !damagesOutside || mutator.generator.below(4) == 0
    var bytes = packed(seed, damagesInside, &mutator)
    if damagesOutside { mutator.damage(&bytes) }
    return Input(bytes: bytes, name: seed.name)
  }

  private func packed(_ seed: Seed, _ isDamaged: Bool, _ mutator: inout Mutator) -> [UInt8] {
    switch seed.content {
    case .plain(let bytes): return damaged(bytes, isDamaged, &mutator)
    case .framed(let bytes, let frame):
      var result = damaged(bytes, isDamaged, &mutator)
      if isDamaged, result.count >= frame.start + frame.width { frame.repair(&result) }
      return result
    case .message(let bytes):
      guard isDamaged, var message = Message(bytes[...]) else { return bytes }
      let donor = donors.randomElement(using: &mutator.generator).flatMap { Message($0[...]) }
      repeat { message.damage(&mutator, donor: donor) } while mutator.generator.below(2) == 0
      return message.encoded
    case .gzip(let bytes): return Packing.gzip(damaged(bytes, isDamaged, &mutator))
    case .zip(var parts):
      guard isDamaged, !parts.isEmpty else { return Packing.zip(parts) }
      let place = mutator.generator.below(parts.count)
      switch mutator.generator.below(12) {
      case 0: parts.append(parts[place])
      case 1: parts.remove(at: place)
      case 2:
        var name = Array(parts[place].name.utf8)
        mutator.damage(&name)
        parts[place].name = String(decoding: name, as: UTF8.self)
      default: mutator.damage(&parts[place].bytes)
      }
      return Packing.zip(parts)
    }
  }

  private func damaged(_ bytes: [UInt8], _ isDamaged: Bool, _ mutator: inout Mutator) -> [UInt8] {
    var result = bytes
    if isDamaged { mutator.damage(&result) }
    return result
  }
}
