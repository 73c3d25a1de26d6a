import PlateauNetworks
import PlateauNumerics

/// Exact arithmetic on numbers with few binary places, as 128-bit integers.
enum Exact {
  /// What a bound times `scale` is at most, rounded up to an integer, where it is finite.
  static func ceiling(_ bound: Double, scale: Double) -> Int128 {
    Int128((bound * scale).rounded(.up))
  }

  /// The logits of a network of integers at an input of integers, with biases in the same unit.
  ///
  /// - Precondition: hidden layers are ReLU.
  static func logits(_ network: Network<Double>, _ input: [Int128], unit: Int128) -> [Int128] {
    let tensors = network.architecture.layout.tensors
    let stages = tensors.count / 2
    return (0..<stages).reduce(input) { values, stage in
      let weights = network[tensors[2 * stage]].map { Int128($0) }
      let biases = network[tensors[2 * stage + 1]].map { Int128($0) }
      return biases.indices.map { row in
        let products = values.indices.map { weights[row * values.count + $0] * values[$0] }
        let sum = products.reduce(biases[row] * unit, +)
        return stage < stages - 1 ? max(0, sum) : sum
      }
    }
  }

  /// The least difference between the logit of a class and the others.
  static func margin(_ logits: [Int128], _ label: Int) -> Int128 {
    logits.indices.filter { $0 != label }.map { logits[label] - logits[$0] }.min() ?? 0
  }
}

extension SeededGenerator {
  /// An integer whose magnitude is any power of two up to 2^`limit`, near it or 0.
  mutating func wildInteger(_ limit: Int) -> Double {
    let sign: Double = below(2) == 0 ? 1 : -1
    let size = Double(sign: .plus, exponent: below(limit + 1), significand: 1)
    switch below(4) {
    case 0: return sign * size
    case 1: return sign * (size + 1).rounded()
    case 2: return sign * (size * (1 + Double(below(1 << 20)) * 0x1p-20)).rounded()
    default: return Double(below(3)) - 1
    }
  }
}
