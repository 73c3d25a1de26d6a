import GoldenValues
import PlateauFormats
import PlateauNumerics
import RealModule
import Testing

/// Errors of the nonlinearities and their slopes.
///
/// exp has an error of about 1 ulp: half a unit of the last product, half of the sum before it, and
/// a little of the reduced argument. Each of the divisions, sums and products after it adds half a
/// unit, and a sum of 1 and something smaller can double the units of what enters it. The bounds
/// below allow that; the largest errors seen on 10⁶ arguments were 2.3 (sigmoid), 3.0 (tanh), 3.5
/// (softplus) and 4.5 ulp (slopes), with and without fused products.
@Suite("Accuracy of nonlinearities")
struct ActivationAccuracyTests {
  static let sigmoidBound = 3.0
  static let tanhBound = 4.0
  static let slopeBound = 6.0
  static let softBound = 5.0
  /// Log-slopes are sums of terms of the size of the argument: in roundings of that.
  static let logBound = 6.0

  /// Values from mpmath; `Tests/Fixtures/kernels/make.py` has made them.
  static let file = Result { try Fixture.read("kernels/kernels.safetensors") }

  func worst(_ name: String, _ values: [Double], inRoundings: Bool = false) throws -> Double {
    let file = try Self.file.get()
    let high: [Double] = try file.values(of: name + ".high")
    let low: [Double] = try file.values(of: name + ".low")
    try #require(values.count == high.count)
    return values.indices.map {
      let reference = Reference(high: high[$0], low: low[$0])
      return inRoundings ? reference.roundings(values[$0]) : reference.ulps(values[$0])
    }.max() ?? .infinity
  }

  func arguments() throws -> [Double] { try Self.file.get().values(of: "arguments") }

  @Test func `double precision agrees with references of 60 digits`() throws {
    let arguments = try arguments()
    let sigmoid = Kernel<Double>.slopes(.sigmoid, arguments)
    let tanh = Kernel<Double>.slopes(.tanh, arguments)
    #expect(try worst("sigmoid", Kernel.activate(.sigmoid, arguments)) <= Self.sigmoidBound)
    #expect(try worst("sigmoid", sigmoid.activations) <= Self.sigmoidBound)
    #expect(try worst("sigmoid.slope", sigmoid.slopes) <= Self.slopeBound)
    #expect(try worst("tanh", Kernel.activate(.tanh, arguments)) <= Self.tanhBound)
    #expect(try worst("tanh", tanh.activations) <= Self.tanhBound)
    #expect(try worst("tanh.slope", tanh.slopes) <= Self.slopeBound)
  }

  @Test func `log-slopes in double precision agree with references of 60 digits`() throws {
    let arguments = try arguments()
    let sigmoid = Kernel<Double>.logSlopes(.sigmoid, arguments)
    let tanh = Kernel<Double>.logSlopes(.tanh, arguments)
    #expect(try worst("sigmoid", sigmoid.activations) <= Self.sigmoidBound)
    #expect(try worst("tanh", tanh.activations) <= Self.tanhBound)
    #expect(
      try worst("sigmoid.log_slope", sigmoid.logSlopes, inRoundings: true) <= Self.logBound)
    #expect(try worst("tanh.log_slope", tanh.logSlopes, inRoundings: true) <= Self.logBound)
  }

  @Test func `softened rectifiers in double precision agree with references of 60 digits`() throws {
    let arguments = try arguments()
    for softness in [0.125, 2] {
      let relu = Kernel<Double>.logSlopes(.relu, arguments, softness: softness)
      let name = "relu.\(softness.name)"
      #expect(try worst(name, relu.activations) <= Self.softBound)
      #expect(try worst(name + ".log_slope", relu.logSlopes, inRoundings: true) <= Self.logBound)
    }
    for softness in [0.125, 1, 64] {
      let clipped = Kernel<Double>.logSlopes(.clippedReLU, arguments, softness: softness)
      let name = "clipped.\(softness.name).log_slope"
      #expect(try worst(name, clipped.logSlopes, inRoundings: true) <= Self.logBound)
    }
  }

  @Test func `single precision agrees with double precision`() {
    let singles = Arguments.singles
    let doubles = singles.map { Double($0) }
    func worst(_ values: [Float], _ references: [Double], inRoundings: Bool = false) -> Double {
      zip(values, references).map {
        let reference = Reference(high: $1)
        return inRoundings ? reference.roundings($0) : reference.ulps($0)
      }.max() ?? .infinity
    }
    for (kind, bound) in [
      (Nonlinearity.sigmoid, Self.sigmoidBound), (.tanh, Self.tanhBound), (.relu, 0),
      (.clippedReLU, 0), (.identity, 0),
    ] {
      let exact = Kernel<Double>.slopes(kind, doubles)
      let slopes = Kernel<Float>.slopes(kind, singles)
      #expect(worst(Kernel.activate(kind, singles), exact.activations) <= bound, "\(kind)")
      #expect(worst(slopes.activations, exact.activations) <= bound, "\(kind)")
      #expect(worst(slopes.slopes, exact.slopes) <= (bound > 0 ? Self.slopeBound : 0), "\(kind)")
      let exactLogs = Kernel<Double>.logSlopes(kind, doubles)
      let logs = Kernel<Float>.logSlopes(kind, singles)
      #expect(worst(logs.activations, exact.activations) <= bound, "\(kind)")
      #expect(
        worst(logs.logSlopes, exactLogs.logSlopes, inRoundings: true)
          <= (bound > 0 ? Self.logBound : 0), "\(kind)")
    }
  }

  /// With a softness that is no power of two, z/T is rounded twice: an error of |z/T| ulps in
  /// what the exponential makes of it.
  @Test(arguments: [0.01, 0.1, 1, 2, 3, 64, 100] as [Float])
  func `softened nonlinearities in single precision agree with double`(softness: Float) {
    let singles = Arguments.singles.filter { abs($0) <= 80 * softness }
    let doubles = singles.map { Double($0) }
    for kind in Nonlinearity.allCases {
      let exact = Kernel<Double>.logSlopes(kind, doubles, softness: Double(softness))
      let result = Kernel<Float>.logSlopes(kind, singles, softness: softness)
      var activation = 0.0
      var logSlope = 0.0
      for index in singles.indices {
        let scale = 1 + abs(doubles[index]) / Double(softness)
        let value = Reference(high: exact.activations[index])
        activation = max(activation, value.ulps(result.activations[index]) / scale)
        let log = Reference(high: exact.logSlopes[index])
        logSlope = max(logSlope, log.roundings(result.logSlopes[index]) / 2)
      }
      #expect(activation <= Self.softBound, "\(kind)")
      #expect(logSlope <= Self.logBound, "\(kind)")
    }
  }
}

extension Double {
  /// As in the names of references: without a fraction that is zero.
  var name: String { self == rounded() ? "\(Int(self))" : "\(self)" }
}
