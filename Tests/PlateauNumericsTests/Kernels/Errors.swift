import PlateauNumerics

/// A reference value as the sum of two doubles.
struct Reference {
  var high: Double
  var low = 0.0

  /// The distance of a value in units in the last place of its own type.
  func ulps(_ value: Double) -> Double {
    if value == high && low == 0 { return 0 }
    return abs((value - high) - low) / high.ulp
  }

  func ulps(_ value: Float) -> Double {
    if Double(value) == high { return 0 }
    return abs((Double(value) - high) - low) / Double(Float(high).ulp)
  }

  /// The distance of a value in roundings of 1, relative to the larger of the reference and 1.
  ///
  /// So a logarithm is judged: its absolute error is the relative error of what it stands for.
  func roundings<Element: Scalar>(_ value: Element) -> Double {
    if Double(value) == high { return 0 }
    let unit = Double(Element.ulpOfOne) / 2
    return abs((Double(value) - high) - low) / (unit * max(1, abs(high)))
  }
}

/// Arguments of single precision: even ones in ranges that matter, and any bit patterns.
enum Arguments {
  static let singles: [Float] = {
    var generator = SeededGenerator(seed: 1, purpose: "arguments")
    var values: [Float] = [0, -0.0, 0.25, -0.25, 0.5, -0.5, 1, -1]
    for bound in [1e-3, 0.3, 2, 20, 110] {
      for _ in 0..<1500 { values.append(Float(generator.uniform(-bound, bound))) }
    }
    while values.count < 10_000 {
      let value = Float(bitPattern: UInt32(truncatingIfNeeded: generator.next()))
      // Twice the argument of tanh is still finite.
      if value.magnitude < 0x1p126 { values.append(value) }
    }
    return values
  }()
}
