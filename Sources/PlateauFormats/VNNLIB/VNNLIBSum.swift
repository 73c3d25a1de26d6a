/// A variable of a property.
enum VNNLIBVariable: Hashable {
  case input(Int)
  case output(Int)
}

/// What an expression is: a formula, or a sum that can be compared.
enum VNNLIBValue {
  case number(VNNLIBNumber)
  case variable(VNNLIBVariable)
  case sum(VNNLIBSum)
  case formula(VNNLIBFormula)
}

/// Σ coefficient · variable + constant, exactly.
struct VNNLIBSum {
  var constant: ExactDecimal
  /// The variables in the order in which they occur; coefficients may be 0.
  private(set) var variables: [VNNLIBVariable] = []
  private(set) var coefficients: [ExactDecimal] = []
  private var places: [VNNLIBVariable: Int] = [:]

  init(_ constant: ExactDecimal) { self.constant = constant }

  init(_ variable: VNNLIBVariable) {
    constant = ExactDecimal(0)
    variables = [variable]
    coefficients = [ExactDecimal(1)]
    places = [variable: 0]
  }

  /// Whether there is no variable in it.
  var isConstant: Bool { variables.isEmpty }

  /// Adds a multiple of another sum.
  ///
  /// - Returns: Whether all numbers have few enough digits.
  mutating func add(_ other: VNNLIBSum, times factor: ExactDecimal) -> Bool {
    guard let part = other.constant.multiplied(by: factor), let sum = constant.adding(part) else {
      return false
    }
    constant = sum
    for (variable, coefficient) in zip(other.variables, other.coefficients) {
      guard let part = coefficient.multiplied(by: factor) else { return false }
      if let place = places[variable] {
        guard let sum = coefficients[place].adding(part) else { return false }
        coefficients[place] = sum
      } else {
        places[variable] = variables.count
        variables.append(variable)
        coefficients.append(part)
      }
    }
    return true
  }

  /// The terms whose coefficients are not 0.
  var terms: [(variable: VNNLIBVariable, coefficient: ExactDecimal)] {
    zip(variables, coefficients).filter { $0.1.sign != 0 }
      .map { (variable: $0.0, coefficient: $0.1) }
  }
}
