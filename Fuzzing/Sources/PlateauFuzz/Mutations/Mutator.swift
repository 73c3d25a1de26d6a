import Plateau

/// Damages bytes in the ways that break parsers.
struct Mutator {
  /// The largest input that is made, in bytes.
  static let largest = 1 << 16

  var generator: SeededGenerator
  /// The bytes of other seeds, to splice with.
  let donors: [[UInt8]]
  /// Words of the format.
  let words: [[UInt8]]

  /// Damages bytes one to eight times, mostly few.
  mutating func damage(_ bytes: inout [UInt8]) {
    repeat {
      damageOnce(&bytes)
      if bytes.count > Self.largest { bytes.removeLast(bytes.count - Self.largest) }
    } while generator.below(3) == 0
  }

  private mutating func damageOnce(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else {
      bytes = donors.isEmpty ? [0] : donors[generator.below(donors.count)]
      return
    }
    switch generator.below(16) {
    case 0, 1: bytes[place(in: bytes)] ^= 1 << generator.below(8)
    case 2: bytes[place(in: bytes)] = byte()
    case 3: insertNoise(&bytes)
    case 4:
      bytes.removeSubrange(range(in: bytes, atMost: generator.below(4) == 0 ? bytes.count : 8))
    case 5: bytes.removeLast(generator.below(bytes.count))
    case 6: repeatPart(&bytes)
    case 7: swapParts(&bytes)
    case 8: splice(&bytes)
    case 9, 10: setInteger(&bytes)
    case 11: shiftInteger(&bytes)
    case 12, 13: setDigits(&bytes)
    default: insertWord(&bytes)
    }
  }

  // MARK: - Ways

  private mutating func insertNoise(_ bytes: inout [UInt8]) {
    let noise = (0...generator.below(8)).map { _ in byte() }
    bytes.insert(contentsOf: noise, at: generator.below(bytes.count + 1))
  }

  private mutating func repeatPart(_ bytes: inout [UInt8]) {
    let part = Array(bytes[range(in: bytes, atMost: 64)])
    let times = generator.below(8) == 0 ? 1 + generator.below(2000) : 1
    let copies = min(times, Self.largest / max(1, part.count))
    let place = generator.below(bytes.count + 1)
    bytes.insert(contentsOf: Array(repeating: part, count: copies).joined(), at: place)
  }

  private mutating func swapParts(_ bytes: inout [UInt8]) {
    let first = range(in: bytes, atMost: 64)
    let second = range(in: bytes, atMost: 64)
    guard first.upperBound <= second.lowerBound else { return }
    let (left, right) = (Array(bytes[first]), Array(bytes[second]))
    bytes.replaceSubrange(second, with: left)
    bytes.replaceSubrange(first, with: right)
  }

  private mutating func splice(_ bytes: inout [UInt8]) {
    guard !donors.isEmpty else { return }
    let donor = donors[generator.below(donors.count)]
    guard !donor.isEmpty else { return }
    if generator.below(2) == 0 {
      bytes.removeLast(generator.below(bytes.count))
      bytes += donor[generator.below(donor.count)...]
    } else {
      let part = donor[range(in: donor, atMost: 128)]
      let start = generator.below(bytes.count + 1)
      let end = generator.below(2) == 0 ? start : min(bytes.count, start + part.count)
      bytes.replaceSubrange(start..<end, with: part)
    }
  }

  private mutating func setInteger(_ bytes: inout [UInt8]) {
    let width = 1 << generator.below(4)
    guard bytes.count >= width else { return }
    write(Integers.any(&generator), width, at: min(place(in: bytes), bytes.count - width), &bytes)
  }

  private mutating func shiftInteger(_ bytes: inout [UInt8]) {
    let width = 1 << generator.below(4)
    guard bytes.count >= width else { return }
    let start = min(place(in: bytes), bytes.count - width)
    let old = bytes[start..<start + width].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let step = UInt64(1 + generator.below(16))
    write(generator.below(2) == 0 ? old &+ step : old &- step, width, at: start, &bytes)
  }

  private mutating func write(
    _ number: UInt64, _ width: Int, at start: Int, _ bytes: inout [UInt8]
  ) {
    let isBig = generator.below(2) == 0
    for index in 0..<width {
      let shift = 8 * (isBig ? width - 1 - index : index)
      bytes[start + index] = UInt8(truncatingIfNeeded: number >> shift)
    }
  }

  /// Replaces a number in digits by another.
  private mutating func setDigits(_ bytes: inout [UInt8]) {
    let start = place(in: bytes)
    guard let first = bytes[start...].firstIndex(where: Self.isDigit) else { return }
    let end = bytes[first...].firstIndex { !Self.isDigit($0) } ?? bytes.count
    guard end - first <= 64 else { return }
    bytes.replaceSubrange(first..<end, with: Integers.text(&generator).utf8)
  }

  private mutating func insertWord(_ bytes: inout [UInt8]) {
    guard !words.isEmpty else { return insertNoise(&bytes) }
    let word = words[generator.below(words.count)]
    let times = generator.below(16) == 0 ? 1 + generator.below(3000) : 1
    let start = place(in: bytes)
    let end = generator.below(2) == 0 ? start : min(bytes.count, start + word.count)
    let copies = min(times, Self.largest / max(1, word.count))
    bytes.replaceSubrange(
      start..<end, with: Array(Array(repeating: word, count: copies).joined()))
  }

  // MARK: - Places

  /// A place, often near the start or the end, where headers are.
  private mutating func place(in bytes: [UInt8]) -> Int {
    switch generator.below(4) {
    case 0: generator.below(min(bytes.count, 256))
    case 1: bytes.count - 1 - generator.below(min(bytes.count, 128))
    default: generator.below(bytes.count)
    }
  }

  private mutating func range(in bytes: [UInt8], atMost length: Int) -> Range<Int> {
    let start = place(in: bytes)
    return start..<min(bytes.count, start + 1 + generator.below(max(1, length)))
  }

  private mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: generator.next()) }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
