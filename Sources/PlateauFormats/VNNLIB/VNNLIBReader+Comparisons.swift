extension VNNLIBReader {
  typealias Term = VNNLIBProperty.Inequality.Term

  /// Reads what a sign compares: each with the next.
  mutating func comparison(
    _ sign: String, at offset: Int
  ) throws(FormatError) -> VNNLIBFormula {
    var sides: [VNNLIBValue] = []
    while let token = try text.peek(), token.kind != .closing { sides.append(try operand()) }
    _ = try text.inside()
    let isPair = sign == "!=" || sign == "distinct"
    guard sides.count == 2 || (sides.count > 2 && !isPair) else {
      throw text.failure(
        at: offset, "'\(sign)' compares two\(isPair ? "" : " or more"), not \(sides.count)")
    }
    var parts: [VNNLIBFormula] = []
    for (first, second) in zip(sides, sides.dropFirst()) {
      switch sign {
      case "<=": parts.append(try comparison(first, second, false, at: offset))
      case "<": parts.append(try comparison(first, second, true, at: offset))
      case ">=": parts.append(try comparison(second, first, false, at: offset))
      case ">": parts.append(try comparison(second, first, true, at: offset))
      default:
        parts.append(try comparison(first, second, isPair, at: offset))
        parts.append(try comparison(second, first, isPair, at: offset))
      }
    }
    if parts.count == 1 { return parts[0] }
    let known = parts.filter { $0.constant == nil }
    let settles = parts.contains { $0.constant == isPair }
    return settles ? VNNLIBFormula(isPair) : isPair ? .any(known) : .all(known)
  }

  /// Reads a number, a variable or a sum.
  private mutating func operand() throws(FormatError) -> VNNLIBValue {
    let start = try text.peek()
    let value = try value()
    if case .formula = value {
      throw text.failure(
        at: start?.offset ?? text.bytes.count, "a number, a variable or a sum is expected")
    }
    return value
  }

  /// That one side is at most, or less than, another.
  private mutating func comparison(
    _ less: VNNLIBValue, _ more: VNNLIBValue, _ isStrict: Bool, at offset: Int
  ) throws(FormatError) -> VNNLIBFormula {
    comparisons += 1
    switch (less, more) {
    case (.variable(.input(let input)), .number(let number)):
      return bound(input, number, isUpper: true, isStrict)
    case (.number(let number), .variable(.input(let input))):
      return bound(input, number, isUpper: false, isStrict)
    case (.variable(.output(let output)), .number(let number)):
      return inequality([Term(output, 1)], number.value, isStrict)
    case (.number(let number), .variable(.output(let output))):
      return inequality([Term(output, -1)], number.value.negated, isStrict)
    case (.variable(.output(let less)), .variable(.output(let more))) where less != more:
      return inequality([Term(less, 1), Term(more, -1)], DecimalEnclosure(0), isStrict)
    default:
      let minus = ExactDecimal(-1)
      guard var difference = sum(of: less), let other = sum(of: more),
        difference.add(other, times: minus)
      else { throw tooManyDigits(at: offset) }
      return try comparison(difference, isStrict, at: offset)
    }
  }

  private func bound(
    _ input: Int, _ number: VNNLIBNumber, isUpper: Bool, _ isStrict: Bool
  ) -> VNNLIBFormula {
    .bound(
      VNNLIBBound(number: number, input: Int32(input), isUpper: isUpper, isStrict: isStrict))
  }

  /// An inequality of one or two terms, which are kept once.
  private mutating func inequality(
    _ new: [Term], _ bound: DecimalEnclosure, _ isStrict: Bool
  ) -> VNNLIBFormula {
    // One beside the other: of one term its sign, of two the second output.
    let sign = Int32(new[0].coefficient)
    let key = SIMD2(Int32(new[0].output), new.count == 1 ? -1 - (sign + 1) : Int32(new[1].output))
    let kept = terms[key] ?? new
    if terms[key] == nil { terms[key] = new }
    return .inequality(
      VNNLIBProperty.Inequality(
        terms: kept, bound: bound, isStrict: isStrict, isBalanced: kept.count == 2))
  }

  // MARK: - Sums

  /// That a sum is at most 0, or below it.
  private mutating func comparison(
    _ sum: VNNLIBSum, _ isStrict: Bool, at offset: Int
  ) throws(FormatError) -> VNNLIBFormula {
    let terms = sum.terms
    comparisons += terms.count
    guard comparisons <= budget else { throw tooLong(at: offset) }
    var inputs: [(Int, ExactDecimal)] = []
    var outputs: [(output: Int, value: ExactDecimal)] = []
    for (variable, coefficient) in terms {
      switch variable {
      case .input(let index): inputs.append((index, coefficient))
      case .output(let index): outputs.append((index, coefficient))
      }
    }
    if !inputs.isEmpty, !outputs.isEmpty {
      let (input, output) = (self.inputs.names[inputs[0].0], self.outputs.names[outputs[0].output])
      throw text.failure(
        at: offset, "the input \(input) is compared with the output \(output)",
        "Inputs are compared with numbers. Give the model an output that is the difference, and "
          + "compare that with a number.", .unsupported)
    }
    if inputs.count > 1 {
      let (one, other) = (self.inputs.names[inputs[0].0], self.inputs.names[inputs[1].0])
      throw text.failure(
        at: offset, "the inputs \(one) and \(other) are compared with each other",
        "Inputs are in boxes: compare each with numbers, in several boxes joined by 'or' if need be.",
        .unsupported)
    }
    if let (input, coefficient) = inputs.first {
      return try bound(input, coefficient, sum.constant, isStrict, at: offset)
    }
    guard !outputs.isEmpty else {
      return VNNLIBFormula(isStrict ? sum.constant.sign < 0 : sum.constant.sign <= 0)
    }
    guard
      let inequality = VNNLIBProperty.Inequality(
        outputs, atMost: sum.constant.negated, isStrict: isStrict)
    else { throw beyondRange(at: offset) }
    return .inequality(inequality)
  }

  /// That a multiple of an input and a constant are at most 0 together.
  private mutating func bound(
    _ input: Int, _ coefficient: ExactDecimal, _ constant: ExactDecimal, _ isStrict: Bool,
    at offset: Int
  ) throws(FormatError) -> VNNLIBFormula {
    let quotient = ExactQuotient(constant.negated, coefficient)
    let value = quotient.enclosure
    guard value.isFinite else { throw beyondRange(at: offset) }
    computed.append(quotient)
    let number = VNNLIBNumber(
      value: value, source: -Int32(computed.count), length: 0, isNegated: false)
    return bound(input, number, isUpper: !coefficient.isNegative, isStrict)
  }

  private func beyondRange(at offset: Int) -> FormatError {
    text.failure(
      at: offset, "a comparison has numbers beyond the range of double precision",
      "Divide both sides by a number.")
  }

  private func tooManyDigits(at offset: Int) -> FormatError {
    text.failure(
      at: offset, "a sum or product has too many digits",
      "At most about 2400 are kept; shorten its numbers.", .unsupported)
  }

  /// Reads a sum, difference or product.
  mutating func sum(_ sign: String, at offset: Int) throws(FormatError) -> VNNLIBValue {
    var (result, count): (VNNLIBValue?, Int) = (nil, 0)
    while let token = try text.peek(), token.kind != .closing {
      let next = try operand()
      count += 1
      guard let before = result else {
        result = next
        continue
      }
      result = try combined(before, next, sign, at: offset)
    }
    _ = try text.inside()
    guard let result else {
      throw text.failure(at: offset, "'\(sign)' is given nothing")
    }
    guard sign == "-", count == 1 else { return result }
    if case .number(let number) = result { return .number(number.negated) }
    return try combined(
      .sum(VNNLIBSum(ExactDecimal(0))), result, sign, at: offset)
  }

  private mutating func combined(
    _ one: VNNLIBValue, _ other: VNNLIBValue, _ sign: String, at offset: Int
  ) throws(FormatError) -> VNNLIBValue {
    guard var first = sum(of: one), let second = sum(of: other) else {
      throw tooManyDigits(at: offset)
    }
    guard sign == "*" else {
      comparisons += second.variables.count
      guard comparisons <= budget else { throw tooLong(at: offset) }
      guard first.add(second, times: ExactDecimal(sign == "+" ? 1 : -1)) else {
        throw tooManyDigits(at: offset)
      }
      return .sum(first)
    }
    guard first.isConstant || second.isConstant else {
      throw text.failure(
        at: offset, "variables are multiplied with each other",
        "Sums are linear: multiply variables by numbers, or make the product an output of the model.",
        .unsupported)
    }
    let (sum, factor) = first.isConstant ? (second, first.constant) : (first, second.constant)
    comparisons += sum.variables.count
    guard comparisons <= budget else { throw tooLong(at: offset) }
    var product = VNNLIBSum(ExactDecimal(0))
    guard product.add(sum, times: factor) else { throw tooManyDigits(at: offset) }
    return .sum(product)
  }

  /// An operand as a sum; nil where it has too many digits.
  private func sum(of value: VNNLIBValue) -> VNNLIBSum? {
    switch value {
    case .number(let number): exact(number).map { VNNLIBSum($0.dividend) }
    case .variable(let variable): VNNLIBSum(variable)
    case .sum(let sum): sum
    case .formula: nil
    }
  }

  /// A number without rounding.
  func exact(_ number: VNNLIBNumber) -> ExactQuotient? {
    guard number.source >= 0 else { return computed[Int(-1 - number.source)] }
    let start = Int(number.source)
    return ExactDecimal(parsing: text.bytes[start..<start + Int(number.length)])
      .map { ExactQuotient(number.isNegated ? $0.negated : $0) }
  }
}
