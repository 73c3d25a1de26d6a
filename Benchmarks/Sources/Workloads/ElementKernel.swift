import CMeasured

/// A loop over elements that training spends its time in, called without the library around it.
public enum ElementKernel: String, Sendable, CaseIterable {
  /// Bias and sigmoid, as attacks run them.
  case sigmoid
  /// The same with slope, penalty and saturation count, as training runs it.
  case sigmoidSlope = "sigmoid-slope"
  /// The update of RMSProp.
  case rmsprop

  /// A call of the kernel on as many values as asked for, in memory of its own, in single precision.
  ///
  /// - Parameter count: A multiple of 1000, the columns of the block.
  /// - Returns: The call.
  public func prepared(count: Int) -> () -> Void {
    let columns = 1000
    precondition(count % columns == 0, "whole rows only")
    let rows = Int64(count / columns)
    var values = (0..<count).map { Float($0 % 97) / 10 - 5 }
    var others = values
    var third = values.map(abs)
    let bias = [Float](repeating: 0.1, count: columns)
    let sigmoid = plateau_function(kind: 1, p: 0, q: 0, r: 0, flat: 0)
    let kernels = plateau_highest_table().f32.kernels.pointee
    return {
      switch self {
      case .sigmoid: kernels.activate(sigmoid, rows, Int64(columns), &values, bias)
      case .sigmoidSlope:
        var complement = 0.0
        var saturated: Int64 = 0
        kernels.activate_slope(
          sigmoid, rows, Int64(columns), &values, bias, &others, &complement, &saturated)
      case .rmsprop:
        kernels.rmsprop(Int64(count), &values, others, &third, 1e-3, 0.99, 1e-8, 0)
      }
    }
  }
}
