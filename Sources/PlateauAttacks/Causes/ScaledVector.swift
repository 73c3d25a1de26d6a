import PlateauNumerics

/// Numbers that neither overflow nor underflow: each a significand and a power of two of its own.
///
/// A reference for signals that rounded to zero. A significand is 0 or of magnitude in [1, 2).
struct ScaledVector {
  private(set) var significands: [Double]
  private(set) var exponents: [Int]
  private static let logarithmOf2 = Elementary.log(2.0)

  init(_ values: [Double]) {
    significands = values
    exponents = Array(repeating: 0, count: values.count)
    for index in values.indices { normalize(index) }
  }

  /// Numbers of given signs whose magnitudes are given by their natural logarithms; −∞ is 0.
  init(signs: [Double], logarithms: [Double]) {
    self.init(signs)
    for (index, logarithm) in logarithms.enumerated() { multiply(index, byExponential: logarithm) }
  }

  init(_ values: [ScaledValue]) {
    significands = values.map(\.significand)
    exponents = values.map(\.exponent)
  }

  /// The numbers.
  var values: [ScaledValue] {
    zip(significands, exponents).map { ScaledValue($0, exponent: $1) }
  }

  var count: Int { significands.count }

  var isZero: Bool { significands.allSatisfy { $0 == 0 } }

  /// The binary order of the largest magnitude; nil if all are zero.
  var largestExponent: Int? {
    significands.indices.lazy.filter { significands[$0] != 0 }.map { exponents[$0] }.max()
  }

  /// Multiplies one number by e to a power; −∞ gives 0.
  mutating func multiply(_ index: Int, byExponential logarithm: Double) {
    guard logarithm > -.infinity else {
      significands[index] = 0
      return
    }
    let order = (logarithm / Self.logarithmOf2).rounded()
    significands[index] *= Elementary.exp(logarithm - order * Self.logarithmOf2)
    exponents[index] += Int(order)
    normalize(index)
  }

  /// Changes the sign of a number.
  mutating func negate(_ index: Int) { significands[index] = -significands[index] }

  /// The product with a matrix of shape `[count, columns]`: at each column the sum over rows.
  func product(_ matrix: ArraySlice<Double>, columns: Int) -> ScaledVector {
    let largest = largestExponent ?? 0
    // Relative to the largest; what is too small for that matters only where the sum is zero.
    let values = significands.indices.map { row in
      exponents[row] - largest < -1000
        ? 0
        : Double(sign: .plus, exponent: exponents[row] - largest, significand: significands[row])
    }
    var sums = [Double](repeating: 0, count: columns)
    matrix.withUnsafeBufferPointer { matrix in
      for row in 0..<count where values[row] != 0 {
        let value = values[row]
        for column in 0..<columns { sums[column] += value * matrix[row * columns + column] }
      }
    }
    var result = ScaledVector(sums)
    for column in 0..<columns {
      guard sums[column] != 0 else {
        result.set(column, to: sum(matrix, column, columns))
        continue
      }
      result.exponents[column] += largest
    }
    return result
  }

  /// One sum, relative to its own largest term.
  private func sum(
    _ matrix: ArraySlice<Double>, _ column: Int, _ columns: Int
  ) -> (Double, Int) {
    var terms: [(significand: Double, exponent: Int)] = []
    for row in 0..<count where significands[row] != 0 {
      let weight = matrix[matrix.startIndex + row * columns + column]
      guard weight != 0 else { continue }
      let factor = Double(sign: .plus, exponent: -Int(weight.exponent), significand: weight)
      terms.append((significands[row] * factor, exponents[row] + Int(weight.exponent)))
    }
    guard let largest = terms.map(\.exponent).max() else { return (0, 0) }
    let total = terms.reduce(0.0) { total, term in
      let order = term.exponent - largest
      return order < -1000
        ? total : total + Double(sign: .plus, exponent: order, significand: term.significand)
    }
    return (total, largest)
  }

  mutating func set(_ index: Int, to value: (Double, Int)) {
    significands[index] = value.0
    exponents[index] = value.1
    normalize(index)
  }

  private mutating func normalize(_ index: Int) {
    let value = significands[index]
    guard value != 0 && value.isFinite else {
      if value == 0 { exponents[index] = 0 }
      return
    }
    let order = Int(value.exponent)
    significands[index] = Double(sign: .plus, exponent: -order, significand: value)
    exponents[index] += order
  }
}
