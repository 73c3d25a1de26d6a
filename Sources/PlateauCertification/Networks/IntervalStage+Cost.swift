import PlateauNetworks
import PlateauNumerics

extension [IntervalStage] {
  /// The numbers that leave nonlinearities, for one example.
  var activations: Int { reduce(0) { $0 + ($1.activation != nil ? $1.outputs : 0) } }

  /// The rows that go through the largest layer between two looks at a deadline: at most 2³⁰
  /// products, some tenths of a second.
  var rowsBetweenLooks: Int {
    let largest = reduce(1) { Swift.max($0, $1.multiplyAdds) }
    return Swift.max(1, Int(0x1p30 / largest))
  }
}
