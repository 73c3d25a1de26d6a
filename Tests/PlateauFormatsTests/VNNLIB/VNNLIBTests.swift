import PlateauFormats
import PlateauNumerics
import Testing

@Suite("Properties of the verification competition")
struct VNNLIBTests {
  @Test("Single assertions make one box and one conjunction")
  func single() throws {
    let found = try PropertyText.read(
      PropertyText.declarations + PropertyText.bounds
        + "; comment (\n(assert (<= Y_0 Y_1))(assert (>= Y_1 -3))")
    #expect(found.inputs == 2)
    #expect(found.outputs == 2)
    let region = try #require(found.regions.first)
    #expect(found.regions.count == 1)
    #expect(region.lower[0] == DecimalEnclosure(0))
    #expect(region.upper[0] == DecimalEnclosure(1))
    // −0.15 is no number in double precision.
    #expect(region.lower[1].lower.nextUp == region.lower[1].upper)
    #expect(region.lower[1].lower <= -0.15 && -0.15 <= region.lower[1].upper)
    #expect(region.upper[1] == DecimalEnclosure(-0.125))
    let conjunction = try #require(region.conjunctions.first)
    #expect(region.conjunctions.count == 1)
    #expect(conjunction[0].terms.map(\.output) == [0, 1])
    #expect(conjunction[0].terms.map(\.coefficient) == [1, -1])
    #expect(conjunction[0].bound == DecimalEnclosure(0))
    // Y_1 ≥ −3 is −Y_1 ≤ 3.
    #expect(conjunction[1].terms.map(\.coefficient) == [-1])
    #expect(conjunction[1].bound == DecimalEnclosure(3))
  }

  @Test("Disjunctions multiply, nested ones too")
  func nested() throws {
    let text = """
      (assert (or (and (>= Y_0 1) (<= Y_1 2)) (or (>= Y_1 3) (<= Y_0 4))))
      (assert (or (<= Y_0 5) (<= Y_0 6)))
      """
    let found = try PropertyText.read(PropertyText.declarations + PropertyText.bounds + text)
    #expect(found.regions.count == 1)
    #expect(found.regions[0].conjunctions.map(\.count) == [3, 3, 2, 2, 2, 2])
  }

  @Test("Disjunctions over inputs make several boxes, of which empty ones go")
  func boxes() throws {
    let text = """
      (assert (or
        (and (>= X_0 0) (<= X_0 0.5) (>= X_1 0) (<= X_1 1) (>= Y_0 100))
        (and (>= X_0 0.5) (<= X_0 1) (>= X_1 0) (<= X_1 1) (>= Y_0 100))
        (and (>= X_0 2) (<= X_0 1) (>= X_1 0) (<= X_1 1) (>= Y_0 100))
        (and (>= X_0 0) (<= X_0 0.5) (>= X_1 0) (<= X_1 1) (<= Y_0 -100))))
      """
    let found = try PropertyText.read(PropertyText.declarations + text)
    #expect(found.regions.map { $0.lower[0].lower } == [0, 0.5])
    #expect(found.regions.map(\.conjunctions.count) == [2, 1])
  }

  @Test(
    "Decimals lie between their neighbors, exactly",
    arguments: [
      ("0.1", 0.1.nextDown, 0.1), ("-0.1", -0.1, -(0.1.nextDown)), ("0.5", 0.5, 0.5),
      ("1e0", 1, 1), ("9007199254740993", 9_007_199_254_740_992, 9_007_199_254_740_994),
      ("0.029999999329447746", 0.029999999329447746.nextDown, 0.029999999329447746),
      ("1e-400", 0, .leastNonzeroMagnitude),
      ("4.9406564584124654e-324", 0, .leastNonzeroMagnitude),
      ("0e9999", 0, 0), ("+2.50E+1", 25, 25), (".5", 0.5, 0.5), ("5.", 5, 5),
      ("1.00000000000000011102230246251565404236316680908203125", 1, 1.0.nextUp),
    ] as [(String, Double, Double)])
  func decimals(_ text: String, _ lower: Double, _ upper: Double) throws {
    let found = try PropertyText.read(
      PropertyText.declarations + PropertyText.bounds + "(assert (<= Y_0 \(text)))")
    let bound = try #require(found.regions.first?.conjunctions.first?.first?.bound)
    #expect(bound.lower <= bound.upper)
    // Where the nearest number is on the other side its neighbors are the same two or the next.
    #expect(bound.lower == lower || bound.lower == Double(text))
    #expect(bound.upper == upper || bound.upper == Double(text))
    #expect(bound.lower == bound.upper || bound.lower.nextUp == bound.upper)
    #expect((bound.lower == bound.upper) == (lower == upper))
  }

  @Test("An input without a bound is named")
  func missing() {
    let text =
      PropertyText.declarations + "(assert (>= X_0 0)) (assert (<= X_0 1)) (assert (<= X_1 1))"
    let message =
      "'p.vnnlib' gives X_1 no lower bound in every case. Assert one: (assert (>= X_1 …))."
    #expect(throws: FormatError(.malformed, message)) { try PropertyText.read(text) }
  }

  @Test("Sizes must be those of the network")
  func sizes() throws {
    let found = try PropertyText.read(PropertyText.declarations + PropertyText.bounds)
    let message =
      "'p.vnnlib' declares 2 inputs, but 'm.onnx' has 3. Give the network that the property is of."
    #expect(throws: FormatError(.mismatch, message)) {
      try found.check(inputs: 3, outputs: 2, of: "m.onnx")
    }
    try found.check(inputs: 2, outputs: 2, of: "m.onnx")
    // No assertion of outputs: every output is unsafe.
    #expect(found.regions.map(\.conjunctions) == [[[]]])
  }

  @Test("Formulas that explode are refused")
  func explosion() {
    let pair = "(assert (or (<= Y_0 1) (<= Y_1 1)))"
    let text = PropertyText.declarations + PropertyText.bounds + String(repeating: pair, count: 40)
    let message =
      "The assertions of 'p.vnnlib' expand to more than 1048576 comparisons beyond those in the file. "
      + "Split the property into several."
    #expect(throws: FormatError(.unsupported, message)) { try PropertyText.read(text) }
  }

  @Test("Disjunctions over one box share it, however many they are")
  func sharing() throws {
    let count = 40_000
    let inputs = (0..<100).map {
      "(declare-const X_\($0) Real)(assert (<= 0 X_\($0) 1))"
    }.joined()
    let parts = (0..<count).map { "(and (<= Y_0 \($0)) (>= Y_1 \($0)))" }.joined()
    let text = inputs + "(declare-const Y_0 Real)(declare-const Y_1 Real)(assert (or \(parts)))"
    // A box for each part would be 4 million bounds.
    let found = try PropertyText.read(text)
    #expect(found.regions.count == 1)
    #expect(found.regions[0].conjunctions.count == count)
    #expect(found.regions[0].conjunctions[count - 1].map(\.bound.upper) == [39_999, -39_999])
  }

  @Test("Equal signs are two comparisons")
  func equality() throws {
    let text = "(assert (= X_0 0.5)) (assert (= 0.25 X_1)) (assert (or (= Y_0 3) (= Y_0 Y_1)))"
    let found = try PropertyText.read(PropertyText.declarations + text)
    let region = try #require(found.regions.first)
    #expect(found.regions.count == 1)
    #expect(region.lower == [DecimalEnclosure(0.5), DecimalEnclosure(0.25)])
    #expect(region.upper == region.lower)
    #expect(
      region.conjunctions.map { $0.map { $0.terms.map(\.coefficient) } }
        == [[[1], [-1]], [[1, -1], [1, -1]]])
    #expect(region.conjunctions[1].map { $0.terms.map(\.output) } == [[0, 1], [1, 0]])
  }

  @Test("Inputs that are one decimal are told from those between two")
  func fixed() throws {
    for (bounds, isFixed) in [
      ("(assert (= X_0 0.1))", true), ("(assert (>= X_0 0.1)) (assert (<= X_0 0.1))", true),
      ("(assert (= X_0 (- 0.1)))", true), ("(assert (= X_0 0.5))", false),
      ("(assert (>= X_0 0.1)) (assert (<= X_0 0.10000000000000000001))", false),
      ("(assert (>= X_0 0.1)) (assert (<= X_0 0.2))", false),
      ("(assert (>= X_0 0.1)) (assert (<= X_0 0.10))", true),
      ("(assert (>= X_0 0.1)) (assert (<= (* 10 X_0) 1))", true),
    ] {
      let text = PropertyText.declarations + bounds + "(assert (>= X_1 0)) (assert (<= X_1 1))"
      #expect(try PropertyText.read(text).regions.map(\.fixed) == [isFixed ? [0] : []], "\(bounds)")
    }
  }

  @Test("Commands to solvers, other declarations, names and marks change nothing")
  func solvers() throws {
    let plain = try PropertyText.read(
      PropertyText.declarations + PropertyText.bounds + "(assert (<= Y_0 Y_1))")
    let other = """
      \u{feff}(set-logic QF_LRA) (set-info :source "of (a text; é") (set-option :produce-models true)
      (declare-fun X_0 () Real) (declare-fun |X_1| () Real)
      (declare-const y_0 Real) (declare-const Y_1 Real)
      (assert (>= |X_0| 0)) (assert (<= x_0 1)) (assert (<= -1.5e-1 X_1)) (assert (<= X_1 (- 0.125)))
      (assert (<= Y_0 y_1))
      (check-sat) (get-model) (exit)
      """
    #expect(try PropertyText.read(other).regions == plain.regions)
  }

  @Test("A box with bounds the wrong way round is told")
  func empty() throws {
    let bounds = "(assert (>= X_0 1)) (assert (<= X_0 0.5)) (assert (>= X_1 0)) (assert (<= X_1 1))"
    let found = try PropertyText.read(PropertyText.declarations + bounds)
    #expect(found.regions.isEmpty && found.emptyBoxes == 1)
    #expect(
      found.warning
        == "The box of 'p.vnnlib' is empty, so that 'unsat' says nothing of the network: X_0 is at "
        + "least 1.0 and at most 0.5. Correct its bounds.")
    let text = """
      (assert (or (and (>= X_0 0) (<= X_0 1) (= X_1 1)) (and (= X_0 0) (>= X_1 2) (<= X_1 1))))
      """
    let some = try PropertyText.read(PropertyText.declarations + text)
    #expect(some.regions.count == 1 && some.emptyBoxes == 1)
    #expect(
      some.warning
        == "Of 2 boxes of 'p.vnnlib' 1 is empty and left out; in the first of these X_1 is at least "
        + "2.0 and at most 1.0.")
    #expect(try PropertyText.read(PropertyText.declarations + PropertyText.bounds).warning == nil)
    let never = try PropertyText.read(
      PropertyText.declarations + PropertyText.bounds + "(assert (< Y_0 Y_0))")
    #expect(never.regions.isEmpty)
    #expect(
      never.warning
        == "The assertions of 'p.vnnlib' contradict each other whatever the network puts out, so that "
        + "'unsat' says nothing of it. Correct them.")
  }
}
