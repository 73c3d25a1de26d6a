/// The parameters of a network and their magnitudes, at one place for all threads.
///
/// Unchecked: nothing is written after it has been made.
final class ParameterBuffer: @unchecked Sendable {
  let values: UnsafePointer<Double>
  let magnitudes: UnsafePointer<Double>

  init(_ parameters: [Double]) {
    func copy(_ value: (Double) -> Double) -> UnsafePointer<Double> {
      let result = UnsafeMutablePointer<Double>.allocate(capacity: max(1, parameters.count))
      for (index, parameter) in parameters.enumerated() { result[index] = value(parameter) }
      return UnsafePointer(result)
    }
    values = copy { $0 }
    magnitudes = copy { $0.magnitude }
  }

  deinit {
    values.deallocate()
    magnitudes.deallocate()
  }
}
