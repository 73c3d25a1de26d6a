/// A generator of random numbers that is the same on every machine for the same seed.
///
/// The state is derived from a seed, a purpose and an index, so that two parts of a program that
/// share a seed never share a stream, and work that is done in parallel draws the same numbers in
/// any order.
///
/// ```swift
/// var generator = SeededGenerator(seed: 7, purpose: "shuffle", index: epoch)
/// indices.shuffle(using: &generator)
/// ```
///
/// Source: D. Blackman and S. Vigna, "Scrambled Linear Pseudorandom Number Generators", 2021,
/// xoshiro256\*\*; the state is filled by SplitMix64 as its authors advise.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Hashable, Codable {
  private var state0: UInt64
  private var state1: UInt64
  private var state2: UInt64
  private var state3: UInt64

  /// Creates a generator for one purpose, and within it for one index.
  public init(seed: UInt64, purpose: String = "", index: Int = 0) {
    // FNV-1a over the purpose keeps streams apart; SplitMix64 then diffuses every bit.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in purpose.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    var mixer = seed
    mixer = Self.mixed(&mixer) ^ hash
    mixer = Self.mixed(&mixer) ^ UInt64(bitPattern: Int64(index))
    state0 = Self.mixed(&mixer)
    state1 = Self.mixed(&mixer)
    state2 = Self.mixed(&mixer)
    state3 = Self.mixed(&mixer)
  }

  private static func mixed(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let product = state1 &* 5
    let result = ((product << 7) | (product >> 57)) &* 9
    let shifted = state1 << 17
    state2 ^= state0
    state3 ^= state1
    state1 ^= state2
    state0 ^= state3
    state2 ^= shifted
    state3 = (state3 << 45) | (state3 >> 19)
    return result
  }

  /// A number in [0, 1), a multiple of 2⁻⁵³.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A number in [lower, upper).
  ///
  /// The upper end itself can be returned where the product rounds up to it.
  public mutating func uniform(_ lower: Double, _ upper: Double) -> Double {
    lower + (upper - lower) * uniform()
  }

  /// A number of the normal distribution with mean 0 and variance 1.
  ///
  /// It takes two numbers from the stream, and has the same bits on every machine.
  ///
  /// Source: G. Box and M. Muller, "A Note on the Generation of Random Normal Deviates", 1958.
  public mutating func normal() -> Double {
    let radius = (-2 * Elementary.log(1 - uniform())).squareRoot()
    return radius * Elementary.cos(2 * .pi * uniform())
  }

  /// A permutation of `0..<count`, every one equally likely.
  ///
  /// - Complexity: O(*count*)
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    fillPermutation(&order)
    return order
  }

  /// Replaces the elements by a permutation of `0..<order.count`, without allocating.
  ///
  /// - Complexity: O(*order.count*)
  public mutating func fillPermutation(_ order: inout [Int]) {
    for index in order.indices { order[index] = index }
    guard order.count > 1 else { return }
    // Written out, since the standard library may change the algorithm of `shuffle`.
    for index in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(index, below(index + 1))
    }
  }

  /// An integer in `0..<bound`, without bias.
  ///
  /// - Precondition: `bound > 0`.
  public mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "the bound must be positive")
    let range = UInt64(bound)
    // Lemire's multiplication, with rejection of the biased low part.
    let threshold = (0 &- range) % range
    while true {
      let product = next().multipliedFullWidth(by: range)
      if product.low >= threshold { return Int(product.high) }
    }
  }
}
