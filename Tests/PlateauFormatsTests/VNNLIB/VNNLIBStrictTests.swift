import PlateauFormats
import Testing

@Suite("Strict signs of properties")
struct VNNLIBStrictTests {
  @Test(
    "Outputs keep them",
    arguments: [
      ("(< Y_0 0.5)", "1.0·0", 0.5, true), ("(> Y_0 0.5)", "-1.0·0", -0.5, true),
      ("(<= Y_0 0.5)", "1.0·0", 0.5, false), ("(> 0.5 Y_0)", "1.0·0", 0.5, true),
      ("(< Y_1 Y_0)", "1.0·1 -1.0·0", 0, true), ("(not (<= Y_0 0.5))", "-1.0·0", -0.5, true),
      ("(not (< Y_0 0.5))", "-1.0·0", -0.5, false),
      ("(not (not (< Y_0 0.5)))", "1.0·0", 0.5, true),
    ])
  func outputs(_ comparison: String, _ sum: String, _ bound: Double, _ isStrict: Bool) throws {
    let found = try PropertyText.outputs("(assert \(comparison))")
    #expect(found.map(\.count) == [1])
    #expect(found[0][0].sum == sum)
    #expect(found[0][0].bound == DecimalEnclosure(bound))
    #expect(found[0][0].isStrict == isStrict)
  }

  @Test("Ends of inputs move to the next number inside for counterexamples alone")
  func inputs() throws {
    let region = try #require(
      try PropertyText.inputs("(assert (> X_0 1)) (assert (< X_0 2))").regions.first)
    #expect(region.lower[0].lower == 1 && region.lower[0].upper == 1.0.nextUp)
    #expect(region.upper[0].lower == 2.0.nextDown && region.upper[0].upper == 2)
    // The neighbors of 0.1 are beside it already.
    let strict = try PropertyText.inputs("(assert (< 0.1 X_0 0.3))").regions.first
    let closed = try PropertyText.inputs("(assert (<= 0.1 X_0 0.3))").regions.first
    #expect(strict == closed && strict != nil)
    // 0 has a neighbor on each side.
    let zero = try PropertyText.inputs("(assert (< 0 X_0 1))").regions.first
    #expect(zero?.lower[0].upper == .leastNonzeroMagnitude)
  }

  @Test(
    "Of two bounds the tighter one counts, strict ones before others",
    arguments: [
      ("(< X_0 1)) (assert (<= X_0 1)", 1.0.nextDown, 1.0),
      ("(<= X_0 1)) (assert (< X_0 1)", 1.0.nextDown, 1.0),
      ("(<= X_0 1)) (assert (< X_0 2)", 1.0, 1.0),
      ("(<= X_0 0.1)) (assert (<= X_0 0.10000000000000000001)", 0.1.nextDown, 0.1),
      ("(<= X_0 0.1)) (assert (<= X_0 0.09999999999999999)", 0.09999999999999999.nextDown, nil),
    ] as [(String, Double, Double?)])
  func tighter(_ bounds: String, _ inner: Double, _ outer: Double?) throws {
    let region = try #require(
      try PropertyText.inputs("(assert \(bounds)) (assert (>= X_0 0))").regions.first)
    #expect(region.upper[0].lower == inner || region.upper[0].lower == inner.nextUp)
    if let outer { #expect(region.upper[0].upper == outer) }
  }

  @Test(
    "Boxes without a number are empty, exactly",
    arguments: [
      ("(< 1 X_0 1)", true), ("(and (<= 1 X_0) (< X_0 1))", true),
      ("(and (< 1 X_0) (<= X_0 1))", true), ("(<= 1 X_0 1)", false), ("(< 0.1 X_0 0.1)", true),
      ("(<= 0.1 X_0 0.1)", false), ("(<= 0.10000000000000000001 X_0 0.1)", true),
      ("(<= 0.1 X_0 0.10000000000000000001)", false),
      // 0.1 lies between neighbors, of which the larger one is this.
      ("(<= 0.1000000000000000055511151231257827021181583404541015625 X_0 0.1)", true),
      ("(<= 0.1 X_0 0.1000000000000000055511151231257827021181583404541015625)", false),
      ("(<= 1e-9999 X_0 1e-9998)", false), ("(<= 1e-9998 X_0 1e-9999)", true),
      ("(< (* 3 X_0) 1 (* 3 X_0))", true), ("(<= (* 3 X_0) 1 (* 3 X_0))", false),
      ("(and (<= (* 3 X_0) 1) (>= (* 6 X_0) 2))", false),
      ("(and (< (* 3 X_0) 1) (>= (* 6 X_0) 2))", true),
    ])
  func empty(_ comparison: String, _ isEmpty: Bool) throws {
    let found = try PropertyText.inputs("(assert \(comparison))")
    #expect(found.regions.isEmpty == isEmpty)
    #expect(found.emptyBoxes == (isEmpty ? 1 : 0))
  }

  @Test("The warning of an empty box says which ends are outside")
  func warning() throws {
    #expect(
      try PropertyText.inputs("(assert (< 1 X_0 1))").warning
        == "The box of 'p.vnnlib' is empty, so that 'unsat' says nothing of the network: X_0 is more "
        + "than 1.0 and less than 1.0. Correct its bounds.")
    #expect(
      try PropertyText.inputs("(assert (and (<= 1 X_0) (< X_0 1)))").warning?
        .contains("X_0 is at least 1.0 and less than 1.0") == true)
  }
}
