import Plateau

/// Integers at which arithmetic goes wrong.
enum Integers {
  private static let small: [UInt64] = [
    0, 1, 2, 3, 7, 15, 16, 63, 64, 100, 255, 256, 1000, 1024, 4095, 65_535, 65_536, 0x5555_5555,
  ]
  private static let large: [UInt64] = [24, 31, 32, 48, 62, 63].flatMap { shift -> [UInt64] in
    let power = UInt64(1) << UInt64(shift)
    return [power - 1, power, power + 1]
  }
  private static let largest: [UInt64] = [.max, .max - 1, .max - 15, .max / 3, .max / 8]
  private static let limits: [UInt64] = small + large + largest

  /// One of them.
  static func any(_ generator: inout SeededGenerator) -> UInt64 {
    limits[generator.below(limits.count)]
  }

  /// One of them in digits, or something that only looks like a number.
  static func text(_ generator: inout SeededGenerator) -> String {
    switch generator.below(8) {
    case 0: "-\(any(&generator))"
    case 1: "\(any(&generator)).\(any(&generator))"
    case 2: "1e\(generator.below(400))"
    case 3: String(repeating: "9", count: 1 + generator.below(60))
    case 4: "0\(any(&generator))"
    default: "\(any(&generator))"
    }
  }
}
