public import PlateauNetworks
public import PlateauNumerics

extension Jacobian {
  /// The singular values of each example's Jacobian, in descending order.
  ///
  /// Up to 32 outputs every singular value has an error relative to itself, however unequal the rows
  /// are; with more, relative to the largest one.
  ///
  /// - Parameter workers: The threads to use; the result does not depend on their number.
  /// - Returns: min(*outputs*, *features*) values for each example; all NaN where a derivative is
  ///   not finite.
  /// - Complexity: O(*outputs*² · *features*) for each example.
  public func singularValues(workers: Workers) -> [[ScaledValue]] {
    let solvers = (0..<workers.threads).map { _ in
      SingularValues<Element>(rows: outputs, columns: mantissas.columns)
    }
    let width = solvers[0].count
    let orders = exponents.map { Int64($0) }
    let values = [ScaledValue](filling: examples * width) { result in
      result.initialize(repeating: .zero, count: examples * width)
      workers.run(count: examples, by: 16) { range, thread in
        for example in range {
          let row = example * outputs
          mantissas.lend(from: row) { elements in
            orders.lend(from: row) { orders in
              solvers[thread].compute(elements, orders, into: result + example * width)
            }
          }
        }
      }
    }
    return (0..<examples).map { Array(values[$0 * width..<($0 + 1) * width]) }
  }
}
