import PlateauFormats
import Testing

@Suite("Sums in properties")
struct VNNLIBSumTests {
  private func inequality(_ comparison: String) throws -> VNNLIBProperty.Inequality {
    let found = try PropertyText.outputs("(assert \(comparison))")
    #expect(found.map(\.count) == [1])
    return try #require(found.first?.first)
  }

  @Test(
    "Coefficients become numbers in double precision, exactly",
    arguments: [
      ("(<= (+ Y_0 Y_1) 1)", "1.0·0 1.0·1", 1.0), ("(<= (- Y_0 Y_1) 1)", "1.0·0 -1.0·1", 1),
      ("(<= (- Y_0 Y_1 2 1) 1)", "1.0·0 -1.0·1", 4), ("(<= (- Y_0) 1)", "-1.0·0", 1),
      ("(<= (* 2 Y_0) 1)", "1.0·0", 0.5), ("(<= (* -0.1 Y_0) 1)", "-1.0·0", 10),
      ("(<= (* 2 (+ Y_0 (* 3 Y_1))) 8)", "2.0·0 6.0·1", 8),
      ("(>= (* Y_0 0.5) (+ 1 Y_1))", "1.0·1 -0.5·0", -1),
      ("(<= (* 0.1 (- Y_0 Y_1)) 0.5)", "1.0·0 -1.0·1", 5),
      // 1 and 3 times a power of two, which makes the largest 1.5.
      ("(<= (+ (* 0.1 Y_0) (* 0.3 Y_1)) 0.5)", "0.5·0 1.5·1", 2.5),
      ("(<= (+ (* 1e-3 Y_0) (* 2e-2 Y_1)) 0)", "0.0625·0 1.25·1", 0),
      ("(<= (+ Y_0 Y_0 (* 0 Y_1)) 1)", "1.0·0", 0.5), ("(<= (* 2 3 Y_0) 6)", "1.0·0", 1),
      ("(<= (+ 1 2 Y_0) (* 2 3))", "1.0·0", 3),
    ])
  func exact(_ comparison: String, _ sum: String, _ bound: Double) throws {
    let found = try inequality(comparison)
    #expect(found.sum == sum)
    #expect(found.bound == DecimalEnclosure(bound))
    #expect(found.isExact)
  }

  @Test("Quotients that are no number are enclosed by neighbors")
  func quotients() throws {
    let third = try inequality("(<= (* 3 Y_0) 1)").bound
    #expect(third.lower.nextUp == third.upper)
    // 1 is between three times both: products of these are exact to 2⁻¹⁰⁶.
    #expect((-1.0).addingProduct(3, third.lower) < 0 && (-1.0).addingProduct(3, third.upper) > 0)
    let tiny = try inequality("(<= (* 1e300 Y_0) 1e-300)").bound
    #expect(
      tiny == DecimalEnclosure(0) || (tiny.lower == 0 && tiny.upper == .leastNonzeroMagnitude))
    #expect(throws: FormatError.self) { try inequality("(<= (* 1e-300 Y_0) 1e300)") }
  }

  @Test("Coefficients of too many digits are enclosed")
  func uncertain() throws {
    let found = try inequality("(<= (+ (* 0.12345678901234567 Y_0) (* 0.3 Y_1)) 0.1)")
    #expect(!found.isExact)
    let terms = found.terms
    #expect(terms[0].coefficient.nextUp == terms[0].coefficient + terms[0].uncertainty)
    #expect(terms[0].coefficient <= 0.12345678901234567)
    #expect(terms[0].coefficient + terms[0].uncertainty >= 0.12345678901234567)
    // The opposite is of the same numbers.
    let other = try inequality("(not (<= (+ (* 0.12345678901234567 Y_0) (* 0.3 Y_1)) 0.1))")
    for (one, other) in zip(terms, other.terms) {
      #expect(other.coefficient == -(one.coefficient + one.uncertainty))
      #expect(other.uncertainty == one.uncertainty)
    }
    #expect(other.isStrict && other.bound.upper == -found.bound.lower)
  }

  @Test("Whether coefficients add up to 0 is decided exactly")
  func balanced() throws {
    for (sum, isBalanced) in [
      ("(- Y_0 Y_1)", true), ("(+ (* 0.1 Y_0) (* -0.1 Y_1))", true), ("Y_0", false),
      ("(+ (* 0.12345678901234567 Y_0) (* -0.12345678901234568 Y_1))", false),
    ] {
      #expect(try inequality("(<= \(sum) 1)").isBalanced == isBalanced, "\(sum)")
    }
  }

  @Test("Bounds of inputs can be multiples and sums of numbers")
  func inputs() throws {
    let region = try #require(
      try PropertyText.inputs("(assert (<= (+ 0.1 0.2) (* -2 X_0) 1))").regions.first)
    #expect(region.lower[0] == DecimalEnclosure(-0.5))
    // −0.15, which the sum of rounded numbers is not.
    #expect(region.upper[0].lower.nextUp == region.upper[0].upper)
    #expect(region.upper[0].lower <= -0.15 && -0.15 <= region.upper[0].upper)
  }

  @Test("Decimals agree with a slow enclosure", arguments: 0..<4)
  func decimals(_ seed: Int) throws {
    // The product with 1 goes by whole numbers of any size, the literal alone by quick ones.
    var state = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 &+ 1
    func next(_ count: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % count
    }
    for _ in 0..<500 {
      let digits = (0..<(1 + next(21))).map { _ in "\(next(10))" }.joined()
      let point = Int(next(UInt64(digits.count + 1)))
      let number =
        digits.prefix(point) + "." + digits.dropFirst(point) + "e\(Int(next(60)) - 30)"
      let text = digits.count == point ? digits : String(number)
      let quick = try inequality("(<= Y_0 \(text))").bound
      let slow = try inequality("(<= (+ Y_0 Y_1) \(text))").bound
      #expect(quick == slow, "\(text)")
      let value = try #require(Double(text.hasPrefix(".") ? "0" + text : text))
      #expect(quick.lower <= value && value <= quick.upper, "\(text)")
      #expect(quick.isExact || quick.lower.nextUp == quick.upper, "\(text)")
    }
  }
}

extension DecimalEnclosure {
  fileprivate var isExact: Bool { lower == upper }
}
