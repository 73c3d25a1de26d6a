import CPlateauKernels
import PlateauNumerics

/// The nonlinearities under their numbers in the kernels.
enum Nonlinearity: Int32, CaseIterable {
  case identity, sigmoid, tanh, relu, clippedReLU

  /// As kernels take it.
  var function: plateau_function { plateau_function(kind: rawValue, p: 0, q: 0, r: 0, flat: 0) }
}

/// A nonlinearity with a name, one of each kind that kernels know.
struct NamedFunction {
  let name: String
  let function: plateau_function

  static let all =
    Nonlinearity.allCases.map { NamedFunction(name: "\($0)", function: $0.function) }
    + (Int32(plateau_clipped_relu.rawValue) + 1..<Int32(plateau_function_count.rawValue)).map {
      // Numbers that every one of them can take.
      let function = plateau_function(kind: $0, p: 0.3, q: 0.45, r: 1.25, flat: 0.01)
      return NamedFunction(name: "function \($0)", function: function)
    }
}

/// The kernels on arrays.
enum Kernel<Element: Scalar> {
  static var kernels: Kernels<Element> { Element.kernels }

  /// activation(values + bias), for rows as long as the bias; without one a bias of −0, which
  /// changes no value.
  static func activate(
    _ kind: Nonlinearity, _ values: [Element], bias: [Element]? = nil
  ) -> [Element] {
    let bias = bias ?? Array(repeating: -0.0, count: values.count)
    var values = values
    kernels.activate(
      kind.function, rows: rows(values, bias), columns: bias.count, sums: &values, bias: bias)
    return values
  }

  struct Slopes {
    var activations: [Element]
    var slopes: [Element]
    var complement = 0.0
    var saturated: Int64 = 0
  }

  static func slopes(
    _ kind: Nonlinearity, _ values: [Element], bias: [Element]? = nil
  ) -> Slopes {
    let bias = bias ?? Array(repeating: -0.0, count: values.count)
    var result = Slopes(activations: values, slopes: values)
    kernels.activateSlope(
      kind.function, rows: rows(values, bias), columns: bias.count, sums: &result.activations,
      bias: bias, slope: &result.slopes, complement: &result.complement,
      saturated: &result.saturated)
    return result
  }

  /// A softness of 0 is the exact function.
  static func logSlopes(
    _ kind: Nonlinearity, _ values: [Element], softness: Element = 0, bias: [Element]? = nil
  ) -> (activations: [Element], logSlopes: [Element]) {
    let bias = bias ?? Array(repeating: -0.0, count: values.count)
    var activations = values
    var logSlopes = values
    kernels.activateLogSlope(
      kind.function, rows: rows(values, bias), columns: bias.count, sums: &activations, bias: bias,
      softness: softness, logSlope: &logSlopes, sign: nil)
    return (activations, logSlopes)
  }

  private static func rows(_ values: [Element], _ bias: [Element]) -> Int {
    bias.isEmpty ? 0 : values.count / bias.count
  }
}
