import RealModule

extension ScaledVector {
  /// The binary orders that are taken together: more of them would not leave room for weights up to
  /// 2⁴⁰⁰ in sums of doubles.
  private static var bandWidth: Int { 600 }

  /// What a linear map makes of the numbers.
  ///
  /// The map is applied to one band of exponents after the other, most often to one or two in all.
  /// Numbers of a band are scaled to [1, 2⁶⁰⁰), so that no product with a weight underflows.
  ///
  /// - Parameters:
  ///   - count: How many numbers it makes.
  ///   - map: Overwrites `count` numbers by those it makes of as many as there are here.
  /// - Returns: Sums over bands, each as accurate as the map.
  func image(
    count: Int, under map: (UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Void
  ) -> ScaledVector {
    var result = ScaledVector([Double](repeating: 0, count: count))
    var values = [Double](repeating: 0, count: self.count)
    var images = [Double](repeating: 0, count: count)
    let order = descending()
    var start = 0
    while start < order.count {
      let largest = start == 0 ? largestExponent ?? 0 : exponents[order[start]]
      let base = largest - Self.bandWidth + 1
      let band = order[start...].prefix { exponents[$0] >= base }
      for index in band {
        values[index] = Double(
          sign: .plus, exponent: exponents[index] - base, significand: significands[index])
      }
      map(values, &images)
      for index in images.indices where images[index] != 0 {
        result.add(images[index], base, to: index)
      }
      for index in band { values[index] = 0 }
      start = band.endIndex
    }
    return result
  }

  /// The places of numbers that are not 0; from the largest down where they take several bands.
  private func descending() -> [Int] {
    let places = significands.indices.filter { significands[$0] != 0 }
    let least = places.reduce(Int.max) { min($0, exponents[$1]) }
    guard let largest = largestExponent, largest - least >= Self.bandWidth else { return places }
    return places.sorted { exponents[$0] > exponents[$1] }
  }

  /// Adds other numbers, one to each.
  mutating func add(_ other: ScaledVector) {
    for index in significands.indices where other.significands[index] != 0 {
      add(other.significands[index], other.exponents[index], to: index)
    }
  }

  /// Adds a number times a power of two to one of these.
  private mutating func add(_ value: Double, _ exponent: Int, to index: Int) {
    // Weights above 2⁴⁰⁰ can overflow; that there is a signal is all that is left to say then.
    let value = value.isFinite ? value : .greatestFiniteMagnitude
    guard significands[index] != 0 else { return set(index, to: (value, exponent)) }
    // Beyond 100 orders nothing is left of the smaller one.
    guard exponents[index] - exponent <= 1124 else { return }
    let own = (significands[index], exponents[index])
    let order = exponent + Int(value.exponent)
    guard own.1 - order <= 100 else { return }
    let other = (Double(sign: .plus, exponent: -Int(value.exponent), significand: value), order)
    let (large, small) = own.1 >= order ? (own, other) : (other, own)
    let difference = max(small.1 - large.1, -100)
    set(
      index,
      to: (large.0 + Double(sign: .plus, exponent: difference, significand: small.0), large.1))
  }
}
