/// A natural number of any size, of which little is needed.
struct Natural: Hashable {
  /// From the least significant; the last one is not 0.
  private var limbs: [UInt32] = []

  /// Creates a number of 64 bits.
  init(_ value: UInt64) {
    limbs = [UInt32(truncatingIfNeeded: value), UInt32(value >> 32)]
    trim()
  }

  /// Creates the number that decimal digits are, from the most significant.
  init(digits: some Sequence<UInt8>) {
    // Nine digits at once.
    var (part, power) = (UInt32(0), UInt32(1))
    for digit in digits {
      part = part * 10 + UInt32(digit)
      power *= 10
      if power == 1_000_000_000 {
        multiply(by: power, adding: part)
        (part, power) = (0, 1)
      }
    }
    if power > 1 { multiply(by: power, adding: part) }
    trim()
  }

  /// Whether it is 0.
  var isZero: Bool { limbs.isEmpty }

  /// The number of bits without leading zeros.
  var bitWidth: Int {
    guard let last = limbs.last else { return 0 }
    return limbs.count * 32 - last.leadingZeroBitCount
  }

  /// The number itself; nil beyond 64 bits.
  var value: UInt64? {
    guard limbs.count <= 2 else { return nil }
    return limbs.reversed().reduce(0) { $0 << 32 | UInt64($1) }
  }

  private mutating func trim() {
    while limbs.last == 0 { limbs.removeLast() }
  }

  /// Multiplies by a factor, and adds.
  private mutating func multiply(by factor: UInt32, adding carry: UInt32 = 0) {
    var carry = UInt64(carry)
    for index in limbs.indices {
      let product = UInt64(limbs[index]) * UInt64(factor) + carry
      limbs[index] = UInt32(truncatingIfNeeded: product)
      carry = product >> 32
    }
    if carry > 0 { limbs.append(UInt32(carry)) }
  }

  /// Multiplies by a power of a factor that is not 0.
  mutating func multiply(by factor: UInt32, times count: Int) {
    // Powers below 2³² at once.
    var (power, left, length) = (factor, count, 1)
    while UInt64(power) * UInt64(factor) <= UInt64(UInt32.max) {
      power *= factor
      length += 1
    }
    while left >= length {
      multiply(by: power)
      left -= length
    }
    for _ in 0..<left { multiply(by: factor) }
  }

  /// Multiplies by a power of two.
  mutating func shift(by bits: Int) {
    guard !isZero, bits > 0 else { return }
    multiply(by: 1 << UInt32(bits % 32))
    limbs.insert(contentsOf: repeatElement(0, count: bits / 32), at: 0)
  }

  /// The product with another number.
  func multiplied(by other: Natural) -> Natural {
    var result = Natural(0)
    result.limbs = Array(repeating: 0, count: limbs.count + other.limbs.count)
    for (place, limb) in limbs.enumerated() {
      var carry: UInt64 = 0
      for (offset, factor) in other.limbs.enumerated() {
        let sum = UInt64(limb) * UInt64(factor) + UInt64(result.limbs[place + offset]) + carry
        result.limbs[place + offset] = UInt32(truncatingIfNeeded: sum)
        carry = sum >> 32
      }
      result.limbs[place + other.limbs.count] = UInt32(carry)
    }
    result.trim()
    return result
  }

  /// The sum with another number.
  func adding(_ other: Natural) -> Natural {
    var result = self
    let missing = other.limbs.count - limbs.count
    if missing > 0 { result.limbs += Array(repeating: 0, count: missing) }
    var carry: UInt64 = 0
    for index in result.limbs.indices {
      let sum =
        UInt64(result.limbs[index])
        + (index < other.limbs.count ? UInt64(other.limbs[index]) : 0) + carry
      result.limbs[index] = UInt32(truncatingIfNeeded: sum)
      carry = sum >> 32
    }
    if carry > 0 { result.limbs.append(UInt32(carry)) }
    return result
  }

  /// The difference to a number that is not larger.
  func subtracting(_ other: Natural) -> Natural {
    var result = self
    var borrow: Int64 = 0
    for index in result.limbs.indices {
      let difference =
        Int64(result.limbs[index])
        - (index < other.limbs.count ? Int64(other.limbs[index]) : 0) - borrow
      borrow = difference < 0 ? 1 : 0
      result.limbs[index] = UInt32(truncatingIfNeeded: difference)
    }
    result.trim()
    return result
  }

  /// The sign of the number less another.
  func comparison(with other: Natural) -> Int {
    if limbs.count != other.limbs.count { return limbs.count < other.limbs.count ? -1 : 1 }
    for (own, other) in zip(limbs.reversed(), other.limbs.reversed()) where own != other {
      return own < other ? -1 : 1
    }
    return 0
  }
}
