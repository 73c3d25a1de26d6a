extension VNNLIBProperty {
  /// Σ coefficient · Y ≤ bound, or below it.
  public struct Inequality: Sendable, Hashable {
    /// One output and its coefficient.
    public struct Term: Sendable, Hashable {
      /// The index of the output.
      public let output: Int
      /// The coefficient, or the number in double precision below one that is none.
      public let coefficient: Double
      /// How much larger the coefficient can be; 0 where it is exact.
      public let uncertainty: Double

      init(_ output: Int, _ coefficient: Double, uncertainty: Double = 0) {
        self.output = output
        self.coefficient = coefficient
        self.uncertainty = uncertainty
      }
    }

    /// The terms of the sum, each of another output, in the order of the file; one or more.
    public let terms: [Term]
    /// The bound.
    public let bound: DecimalEnclosure
    /// Whether the sum must be below the bound, not at it.
    public let isStrict: Bool

    /// Whether the coefficients of the file add up to 0, exactly.
    public let isBalanced: Bool

    init(terms: [Term], bound: DecimalEnclosure, isStrict: Bool, isBalanced: Bool) {
      self.terms = terms
      self.bound = bound
      self.isStrict = isStrict
      self.isBalanced = isBalanced
    }

    /// Whether all coefficients are exact.
    public var isExact: Bool { terms.allSatisfy { $0.uncertainty == 0 } }

    /// What holds where this does not: −Σ < −bound, or −Σ ≤ −bound.
    var opposite: Inequality {
      Inequality(
        terms: terms.map {
          Term($0.output, 0 - $0.coefficient - $0.uncertainty, uncertainty: $0.uncertainty)
        }, bound: bound.negated, isStrict: !isStrict, isBalanced: isBalanced)
    }
  }
}

extension VNNLIBProperty.Inequality {
  /// Brings Σ coefficient · Y ≤ bound into a form whose coefficients are numbers in double precision.
  ///
  /// Both sides are multiplied by a number, so that coefficients become ±1 if they can, or whole
  /// numbers times a power of two. Those of more than 53 bits are enclosed. The result is nil where a
  /// coefficient or the bound is beyond the range of double precision.
  ///
  /// - Parameters:
  ///   - coefficients: The outputs and their coefficients, which are not 0; one or more.
  ///   - bound: The bound.
  ///   - isStrict: Whether the sum must be below it.
  init?(
    _ coefficients: [(output: Int, value: ExactDecimal)], atMost bound: ExactDecimal, isStrict: Bool
  ) {
    let size = coefficients[0].value.magnitude
    let plain = coefficients.map(\.value.enclosure)
    if coefficients.allSatisfy({ $0.value.magnitude.comparison(with: size) == 0 }) {
      terms = coefficients.map { Term($0.output, Double($0.value.sign)) }
      self.bound = ExactQuotient(bound, size).enclosure
    } else if plain.allSatisfy({ $0.isExact && $0.isFinite }) {
      terms = zip(coefficients, plain).map { Term($0.output, $1.lower) }
      self.bound = bound.enclosure
    } else if let (whole, divisor) = Self.whole(coefficients.map(\.value)) {
      terms = zip(coefficients, whole).map { Term($0.output, $1) }
      self.bound = ExactQuotient(bound, divisor).enclosure
    } else {
      guard plain.allSatisfy(\.isFinite) else { return nil }
      terms = zip(coefficients, plain).map {
        Term($0.output, $1.lower, uncertainty: $1.upper - $1.lower)
      }
      self.bound = bound.enclosure
    }
    guard self.bound.isFinite else { return nil }
    self.isStrict = isStrict
    var sum: ExactDecimal? = ExactDecimal(0)
    for (_, value) in coefficients { sum = sum?.adding(value) }
    isBalanced = sum?.sign == 0
  }

  /// Numbers divided by another one, so that all are whole numbers of at most 53 bits times the same
  /// power of two, and the largest is from 1 to 2; nil where there is none.
  private static func whole(_ values: [ExactDecimal]) -> ([Double], ExactDecimal)? {
    let exponent = values.map(\.exponent).min() ?? 0
    var numbers: [UInt64] = []
    for value in values {
      guard var number = value.digits.value, value.exponent - exponent <= 19 else { return nil }
      for _ in 0..<(value.exponent - exponent) {
        let (product, overflow) = number.multipliedReportingOverflow(by: 10)
        guard !overflow else { return nil }
        number = product
      }
      numbers.append(number)
    }
    let common = numbers.reduce(0, Self.greatestDivisor)
    numbers = numbers.map { $0 / common }
    guard let largest = numbers.max(), largest <= 1 << 53 else { return nil }
    let power = Double(largest).exponent
    let scale = Double(sign: .plus, exponent: -power, significand: 1)
    var divisor = Natural(common)
    divisor.shift(by: Int(power))
    return (
      zip(values, numbers).map { Double($0.sign) * Double($1) * scale },
      ExactDecimal(divisor, exponent: exponent)
    )
  }

  private static func greatestDivisor(_ one: UInt64, _ other: UInt64) -> UInt64 {
    var (one, other) = (one, other)
    while other > 0 { (one, other) = (other, one % other) }
    return one
  }
}
