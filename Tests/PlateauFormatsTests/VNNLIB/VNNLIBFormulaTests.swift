import PlateauFormats
import Testing

@Suite("Formulas of properties")
struct VNNLIBFormulaTests {
  /// The conjunctions as text, one after the other.
  private func text(_ formula: String) throws -> String {
    try PropertyText.outputs("(assert \(formula))").map { conjunction in
      conjunction.map { "\($0.sum) \($0.isStrict ? "<" : "≤") \($0.bound.upper)" }
        .joined(separator: " & ")
    }.joined(separator: " | ")
  }

  @Test(
    "Each is the conjunctions of which one must hold",
    arguments: [
      ("(= Y_0 1)", "1.0·0 ≤ 1.0 & -1.0·0 ≤ -1.0"), ("(== Y_0 1)", "1.0·0 ≤ 1.0 & -1.0·0 ≤ -1.0"),
      ("(!= Y_0 1)", "1.0·0 < 1.0 | -1.0·0 < -1.0"),
      ("(distinct Y_0 1)", "1.0·0 < 1.0 | -1.0·0 < -1.0"),
      ("(not (= Y_0 1))", "-1.0·0 < -1.0 | 1.0·0 < 1.0"),
      ("(<= 0 Y_0 Y_1)", "-1.0·0 ≤ 0.0 & 1.0·0 -1.0·1 ≤ 0.0"),
      ("(not (and (<= Y_0 1) (< Y_1 2)))", "-1.0·0 < -1.0 | -1.0·1 ≤ -2.0"),
      ("(not (or (<= Y_0 1) (< Y_1 2)))", "-1.0·0 < -1.0 & -1.0·1 ≤ -2.0"),
      ("(=> (<= Y_0 1) (<= Y_1 2))", "-1.0·0 < -1.0 | 1.0·1 ≤ 2.0"),
      ("(=> (<= Y_0 1) (<= Y_0 2) (<= Y_1 3))", "-1.0·0 < -1.0 | -1.0·0 < -2.0 | 1.0·1 ≤ 3.0"),
      ("(and true (<= Y_0 1))", "1.0·0 ≤ 1.0"), ("(or false (<= Y_0 1))", "1.0·0 ≤ 1.0"),
      ("(or true (<= Y_0 1))", ""), ("(and (<= 1 2) (<= Y_0 1))", "1.0·0 ≤ 1.0"),
      ("(let ((a (+ Y_0 1)) (b (<= Y_1 2))) (and b (<= a 3)))", "1.0·1 ≤ 2.0 & 1.0·0 ≤ 2.0"),
      ("(let ((a Y_0)) (let ((a Y_1) (b a)) (<= a b)))", "1.0·1 -1.0·0 ≤ 0.0"),
      ("(<= Y_0 1.E2)", "1.0·0 ≤ 100.0"), ("(<= Y_0 -.5)", "1.0·0 ≤ -0.5"),
      ("(<= Y_0 (- 1e3))", "1.0·0 ≤ -1000.0"), ("(<= Y_0 (- -1e+3))", "1.0·0 ≤ 1000.0"),
      ("(<= Y_0 +.5e01)", "1.0·0 ≤ 5.0"), ("(<= Y_0 (- (- 2)))", "1.0·0 ≤ 2.0"),
    ])
  func formula(_ formula: String, _ expected: String) throws {
    #expect(try text(formula) == expected)
  }

  @Test("Contradictions leave nothing, and what is always so leaves everything")
  func constants() throws {
    for never in [
      "false", "(< 1 1)", "(and (<= Y_0 1) false)", "(< Y_0 Y_0)", "(= 1 2)", "(> 1 2)",
    ] {
      let text = PropertyText.declarations + PropertyText.bounds + "(assert \(never))"
      #expect(try PropertyText.read(text).regions.isEmpty, "\(never)")
    }
    for always in ["true", "(<= 1 1)", "(or (<= Y_0 1) true)", "(<= Y_0 Y_0)", "(!= 0.1 0.2)"] {
      #expect(try PropertyText.outputs("(assert \(always))") == [[]], "\(always)")
    }
  }

  @Test("Negations of boxes are what is outside")
  func outside() throws {
    let found = try PropertyText.inputs(
      "(assert (<= 0 X_0 3)) (assert (not (and (<= 1 X_0) (<= X_0 2))))")
    #expect(found.regions.map { $0.lower[0].lower } == [0, 2])
    #expect(found.regions.map { $0.upper[0].upper } == [1, 3])
    #expect(found.regions[0].upper[0].lower == 1.0.nextDown)
  }

  @Test("Definitions that double many times are refused in time")
  func doubling() {
    var formula = "a20"
    for index in stride(from: 20, through: 1, by: -1) {
      formula = "(let ((a\(index) (or a\(index - 1) (not a\(index - 1))))) \(formula))"
    }
    #expect(throws: FormatError.self) {
      try PropertyText.outputs("(assert (let ((a0 (<= Y_0 1))) \(formula)))")
    }
  }
}
