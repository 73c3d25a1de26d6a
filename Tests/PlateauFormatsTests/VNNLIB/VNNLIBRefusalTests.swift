import PlateauFormats
import Testing

@Suite("Properties that cannot be read are refused")
struct VNNLIBRefusalTests {
  private static let grammar =
    "Read are the comparisons '<=', '<', '>=', '>', '=', '==', '!=' and 'distinct' of sums by '+', "
    + "'-' and '*', and 'and', 'or', 'not', '=>' and 'let'."

  private func check(_ text: String, _ message: String) {
    do {
      _ = try PropertyText.read(text)
      Issue.record("\(text) is read")
    } catch let error as FormatError {
      #expect(error.message == "'p.vnnlib', " + message)
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test(
    "Files that are no property",
    arguments: [
      (
        "(declare-const X_0 Int)",
        "line 1, column 1: a declaration is no '(declare-const NAME Real)'. Correct the file."
      ),
      (
        "(assert (<= 0 1)",
        "line 1, column 1: a parenthesis opens that is never closed. Correct the file."
      ),
      (")", "line 1, column 1: a parenthesis closes that was not opened. Correct the file."),
      (
        "\n (push 1)",
        "line 2, column 2: '(declare-const …)' or '(assert …)' is expected, not 'push'. Only these are read."
      ),
      (
        "X_0",
        "line 1, column 1: '(declare-const …)' or '(assert …)' is expected, not 'X_0'. Only these are read."
      ),
      (
        "(())",
        "line 1, column 1: '(declare-const …)' or '(assert …)' is expected, not something else. Only these are read."
      ),
      (
        "(declare-const Z Real)",
        "line 1, column 16: 'Z' is declared, but variables are X_0, X_1, …, and Y_0, Y_1, …. Correct the file."
      ),
      (
        "(declare-const X_0 Real)(declare-const X_0 Real)",
        "line 1, column 40: 'X_0' is declared twice. Correct the file."
      ),
      (
        "(declare-fun X_0 (Real) Real)",
        "line 1, column 1: a declaration is no '(declare-fun NAME () Real)'. Correct the file."
      ),
      (
        "(declare-const X_0 Real)(declare-const x_0 Real)",
        "line 1, column 40: 'x_0' is declared twice. Correct the file."
      ),
      (
        "(declare-const |X_0 Real)",
        "line 1, column 16: a name in bars opens that is never closed. Correct the file."
      ),
      (
        "(set-info :source \"no end)",
        "line 1, column 19: a text in quotation marks opens that is never closed. Correct the file."
      ),
      (
        "(set-info :source [1",
        "line 1, column 19: a bracket opens that is never closed. Correct the file."
      ),
      (
        "(declare-const X_1 Real)(declare-const Y_0 Real)",
        "line 1, column 16: X_1 is declared, but X_0 is not. Declare every input and output."
      ),
      ("\u{1}", "line 1, column 1: there is a byte that is no printable ASCII. Correct the file."),
      (
        "(assert " + String(repeating: "(and ", count: 70),
        "line 1, column 324: parentheses are nested more than 64 deep. Correct the file."
      ),
    ])
  func file(_ text: String, _ message: String) {
    check(text, message)
  }

  @Test(
    "Assertions that are no formula",
    arguments: [
      ("(assert)", "line 1, column 97: an assertion has one formula. Correct the file."),
      (
        "(assert (<= X_0 1) (<= X_0 2))",
        "line 1, column 97: an assertion has one formula. Correct the file."
      ),
      (
        "(assert X_0)", "line 1, column 105: a comparison is expected, not 'X_0'. " + grammar
      ),
      ("(assert (+ Y_0 1))", "line 1, column 105: a comparison is expected, not a sum. " + grammar),
      ("(assert \"a\")", "line 1, column 105: an expression is expected, not '\"a\"'. " + grammar),
      ("(assert ())", "line 1, column 105: a list begins with ')'. " + grammar),
      ("(assert (xor true true))", "line 1, column 105: 'xor' is not read. " + grammar),
      ("(assert (<= (/ 1 3) Y_0))", "line 1, column 109: '/' is not read. " + grammar),
      ("(assert (<= X_2 1))", "line 1, column 109: 'X_2' is not declared. Correct the file."),
      (
        "(assert (<= X_0 oops))",
        "line 1, column 113: 'oops' is neither a number nor a variable. Correct the file."
      ),
      (
        "(assert (<= X_0))",
        "line 1, column 105: '<=' compares two or more, not 1. Correct the file."
      ),
      (
        "(assert (!= Y_0 1 2))", "line 1, column 105: '!=' compares two, not 3. Correct the file."
      ),
      ("(assert (and))", "line 1, column 105: 'and' joins nothing. Correct the file."),
      (
        "(assert (not true true))",
        "line 1, column 105: 'not' takes one formula, not 2. Correct the file."
      ),
      (
        "(assert (=> true))",
        "line 1, column 105: '=>' takes two or more formulas, not 1. Correct the file."
      ),
      (
        "(assert (let (a 1) true))",
        "line 1, column 105: 'let' is no '(let ((NAME EXPRESSION) …) EXPRESSION)'. Correct the file."
      ),
      (
        "(assert (<= true 1))",
        "line 1, column 109: a number, a variable or a sum is expected. Correct the file."
      ),
      ("(assert (<= Y_0 (+)))", "line 1, column 113: '+' is given nothing. Correct the file."),
      (
        "(assert (<= Y_0 1e999))",
        "line 1, column 113: a number is beyond the range of double precision. Correct the file."
      ),
      (
        "(assert (<= (* 1e-300 Y_0) 1e300))",
        "line 1, column 105: a comparison has numbers beyond the range of double precision. Divide both sides by a number."
      ),
      (
        "(assert (<= (* Y_0 Y_1) 1))",
        "line 1, column 109: variables are multiplied with each other. Sums are linear: multiply variables by numbers, or make the product an output of the model."
      ),
      (
        "(assert (<= X_0 X_1))",
        "line 1, column 105: the inputs X_0 and X_1 are compared with each other. Inputs are in boxes: compare each with numbers, in several boxes joined by 'or' if need be."
      ),
      (
        "(assert (<= (+ Y_1 X_1) 0))",
        "line 1, column 105: the input X_1 is compared with the output Y_1. Inputs are compared with numbers. Give the model an output that is the difference, and compare that with a number."
      ),
      (
        "(assert (<= (+ 1e300 1e-2200) Y_0))",
        "line 1, column 109: a sum or product has too many digits. At most about 2400 are kept; shorten its numbers."
      ),
    ])
  func assertion(_ text: String, _ message: String) {
    // 96 characters in one line.
    let declarations = ["X_0", "X_1", "Y_0", "Y_1"].map { "(declare-const \($0) Real)" }.joined()
    check(declarations + text, message)
  }

  @Test("Files without inputs or outputs")
  func nothing() {
    for (text, letter) in [("", "X"), ("(declare-const X_0 Real)", "Y")] {
      let message = "'p.vnnlib' declares no \(letter)_0. Declare every input and output."
      #expect(throws: FormatError(.malformed, message)) { try PropertyText.read(text) }
    }
  }

  @Test("A coefficient that none is beside")
  func range() {
    #expect(throws: FormatError.self) {
      try PropertyText.outputs(
        "(assert (<= (+ (* 1e200 1e200 Y_0) (* 0.123456789012345678 Y_1)) 0))")
    }
  }

  @Test("Names in messages stay on one line")
  func names() {
    check(
      "(declare-const |a\nb| Real)",
      "line 1, column 17: 'a\\u{a}b' is declared, but variables are X_0, X_1, …, and Y_0, Y_1, …. Correct the file."
    )
  }
}
