import PlateauCertification
import PlateauData
import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

@testable import PlateauExperiments

/// Properties of the network z = (x_0, x_1, −x_0 − x_1), with what may follow it in a file.
@Suite("Sums and strict signs are of logits")
struct PropertySumTests {
  private static let workers = Workers(threads: 2)

  private func translation(
    _ assertions: String, _ ending: ModelInterface.Ending = .logits
  ) throws -> PropertyTranslation {
    let architecture = try Architecture(
      input: .vector(2), layers: [.flatten, .dense(units: 3)])
    let network = try Network<Double>(
      architecture, parameters: [1, 0, 0, 1, -1, -1, 0, 0, 0])
    let outputs = (0..<3).map { "(declare-const Y_\($0) Real)" }.joined()
    let text =
      "(declare-const X_0 Real)(declare-const X_1 Real)\(outputs)(assert (<= -1 X_0 1))"
      + "(assert (<= -1 X_1 1))" + assertions
    return PropertyTranslation(
      model: "m.onnx",
      property: try VNNLIBProperty(parsing: Array(text.utf8), named: "p.vnnlib"),
      interface: ModelInterface(
        input: InputArrangement(sides: [2], places: nil), output: [3], ending: ending),
      logits: 3, bounds: OutputBounds(network: network, workers: Self.workers))
  }

  private func inequalities(
    _ assertions: String, _ ending: ModelInterface.Ending = .logits
  ) throws -> [[OutputInequality]] {
    try translation(assertions, ending).problems().flatMap(\.conjunctions)
  }

  @Test func `signs stay strict`() throws {
    for (sign, isStrict) in [("<", true), ("<=", false), (">", true), (">=", false)] {
      for ending in [ModelInterface.Ending.logits, .sigmoid] {
        let found = try inequalities(
          "(assert (\(sign) Y_0 0.25))(assert (\(sign) Y_1 Y_2))", ending)
        #expect(found.map { $0.map(\.isStrict) } == [[isStrict, isStrict]])
      }
    }
    // Strictly between 0 and 1 are all of them.
    #expect(try inequalities("(assert (< Y_0 1))", .sigmoid) == [[]])
    #expect(try inequalities("(assert (< Y_0 0))", .sigmoid) == [])
  }

  @Test func `contradictions are seen`() throws {
    for (never, conjunctions) in [
      ("(assert (< Y_0 Y_1))(assert (<= Y_1 Y_0))", 0), ("(assert (<= Y_0 Y_1 Y_0))", 1),
      ("(assert (< (+ Y_0 (* 2 Y_1)) 1))(assert (> (+ (* 2 Y_1) Y_0) 1))", 0),
      ("(assert (<= (+ Y_0 (* 2 Y_1)) 1))(assert (>= (+ (* 2 Y_1) Y_0) 1))", 1),
      ("(assert (< Y_0 0.1))(assert (> Y_0 0.1))", 1),
    ] {
      #expect(try inequalities(never).count == conjunctions, "\(never)")
    }
  }

  @Test func `uncertain coefficients widen the bound by what outputs can be`() throws {
    let found = try inequalities(
      "(assert (<= (+ (* 0.12345678901234567 Y_0) (* 0.3 Y_1)) 0.25))")
    let inequality = try #require(found.first?.first)
    let coefficients = inequality.terms.map(\.coefficient)
    #expect(coefficients[0] <= 0.12345678901234567 && coefficients[0].nextUp >= 0.12345678901234567)
    // An ulp of each, times 2¹⁰.
    let error = (coefficients[0].ulp + coefficients[1].ulp) * 1024
    #expect(
      inequality.bound.lowerBound <= 0.25 - error && inequality.bound.upperBound >= 0.25 + error)
    #expect(inequality.bound.lowerBound >= 0.25 - 2 * error)
    let huge = "(assert (<= (+ (* 0.12345678901234567e300 Y_0) (* 0.3e300 Y_1)) 1e308))"
    #expect(try inequalities(huge).count == 1)
    let message =
      "'p.vnnlib' multiplies Y_0 by about 1.2345678901234565e+307, Y_1 by about 3e+307, "
      + "where coefficients are no numbers in double precision, and nothing bounds such outputs of "
      + "'m.onnx' in the box. Give the coefficients fewer digits."
    #expect(throws: FormatError(.unsupported, message)) {
      try inequalities(
        "(assert (<= (+ (* 0.12345678901234567e308 Y_0) (* 0.3e308 Y_1)) 1.7976931348623157e308))")
    }
  }

  @Test func `log-softmax keeps sums whose coefficients cancel`() throws {
    let found = try inequalities("(assert (<= (- (* 2 Y_0) Y_1 Y_2) 0.5))", .logSoftmax)
    #expect(found.map { $0.map { $0.terms.map(\.coefficient) } } == [[[2, -1, -1]]])
    // Of decimals, whatever rounding makes of them.
    let long =
      "(assert (<= (+ (* 0.12345678901234567 Y_0) (* 0.3 Y_1) (* -0.42345678901234567 Y_2)) 0.5))"
    #expect(try inequalities(long, .logSoftmax).map(\.count) == [1])
    let message =
      "'p.vnnlib' bounds the sum (+ (* 2.0 Y_0) (* -1.0 Y_1)), whose coefficients do not add up to 0, "
      + "but 'm.onnx' ends in a log-softmax. State the property of the logits, and export the model "
      + "without its log-softmax."
    #expect(throws: FormatError(.unsupported, message)) {
      try inequalities("(assert (<= (- (* 2 Y_0) Y_1) 0.5))", .logSoftmax)
    }
  }

  @Test func `softmax and sigmoid keep comparisons alone`() throws {
    for (ending, name) in [(ModelInterface.Ending.softmax, "softmax"), (.sigmoid, "sigmoid")] {
      #expect(try inequalities("(assert (< (* 0.1 Y_0) (* 0.1 Y_1)))", ending).count == 1)
      let message =
        "'p.vnnlib' bounds the sum (+ (* 1.0 Y_0) (* -1.0 Y_1)), which is no comparison of two outputs, "
        + "but 'm.onnx' ends in a \(name). State the property of the logits, and export the model "
        + "without its \(name)."
      #expect(throws: FormatError(.unsupported, message)) {
        try inequalities("(assert (<= (- Y_0 Y_1) 0.5))", ending)
      }
    }
    let message =
      "'p.vnnlib' asserts (< Y_0 0.5), but 'm.onnx' ends in a softmax over 3 classes, of which one "
      + "output says nothing of the logits alone. Compare outputs with each other, such as (<= Y_0 Y_1), "
      + "or state the property of the logits and export the model without its softmax."
    #expect(throws: FormatError(.unsupported, message)) {
      try inequalities("(assert (< Y_0 0.5))", .softmax)
    }
  }

  @Test func `answers are right`() throws {
    for (assertion, answer) in [
      // Y_0 + Y_1 + Y_2 = 0.
      ("(assert (> (+ Y_0 Y_1 Y_2) 0.001))", false), ("(assert (> (+ Y_0 Y_1) 1.9))", true),
      ("(assert (> (+ Y_0 Y_1) 2.001))", false),
      ("(assert (> (+ (* 0.12345678901234567 Y_0) (* 0.3 Y_1)) 0.42345))", true),
      ("(assert (> (+ (* 0.12345678901234567 Y_0) (* 0.3 Y_1)) 0.42346))", false),
    ] {
      let translation = try translation(assertion)
      let problem = try #require(try translation.problems().first)
      let result = BranchAndBound(translation.bounds.network)
        .verify(problem, workers: Self.workers)
      if case .violated = result.answer {
        #expect(answer, "\(assertion)")
      } else {
        #expect(result.answer == .holds && !answer, "\(assertion)")
      }
    }
  }
}
