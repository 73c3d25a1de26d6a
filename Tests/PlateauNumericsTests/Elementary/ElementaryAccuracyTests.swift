import GoldenValues
import PlateauFormats
import PlateauNumerics
import Testing

/// Errors of the elementary functions, in units in the last place.
///
/// The bounds are those that the functions state: the largest errors found on 10⁶ arguments
/// of each range, against 113 bits.
@Suite("Accuracy of elementary functions")
struct ElementaryAccuracyTests {
  struct Function: Sendable, CustomTestStringConvertible {
    let name: String
    let bound: Double
    let value: @Sendable (Double) -> Double

    var testDescription: String { name }
  }

  static let functions = [
    Function(name: "exp", bound: 0.52, value: { Elementary.exp($0) }),
    Function(name: "exp2", bound: 0.52, value: Elementary.exp2),
    Function(name: "expm1", bound: 0.7, value: Elementary.expMinusOne),
    Function(name: "log", bound: 0.7, value: { Elementary.log($0) }),
    Function(name: "log1p", bound: 0.7, value: Elementary.log(onePlus:)),
    Function(name: "log2", bound: 0.51, value: Elementary.log2),
    Function(name: "log10", bound: 0.51, value: Elementary.log10),
    Function(name: "cbrt", bound: 0.7, value: Elementary.cubeRoot),
    Function(name: "tanh", bound: 0.7, value: Elementary.tanh),
    Function(name: "atanh", bound: 0.7, value: Elementary.atanh),
    Function(name: "cos", bound: 0.8, value: Elementary.cos),
    Function(name: "sin", bound: 0.8, value: Elementary.sin),
    Function(name: "erfc", bound: 4.5, value: Elementary.erfc),
    Function(name: "lgamma", bound: 6, value: Elementary.logGamma),
  ]

  /// Values from mpmath; `Tests/Fixtures/elementary/make.py` has made them.
  static let file = Result { try Fixture.read("elementary/elementary.safetensors") }

  /// The largest error of values.
  private func worst(_ name: String, _ values: [Double]) throws -> Double {
    let file = try Self.file.get()
    let high: [Double] = try file.values(of: name + ".high")
    let low: [Double] = try file.values(of: name + ".low")
    try #require(values.count == high.count && !values.isEmpty)
    return values.indices.map { Reference(high: high[$0], low: low[$0]).ulps(values[$0]) }.max()
      ?? .infinity
  }

  @Test(arguments: functions) func `agree with references of 60 digits`(
    function: Function
  ) throws {
    let arguments: [Double] = try Self.file.get().values(of: function.name + ".arguments")
    #expect(try worst(function.name, arguments.map(function.value)) <= function.bound)
  }

  @Test func `powers agree with references of 60 digits`() throws {
    let bases: [Double] = try Self.file.get().values(of: "pow.arguments")
    let exponents: [Double] = try Self.file.get().values(of: "pow.exponents")
    #expect(try worst("pow", zip(bases, exponents).map(Elementary.pow)) <= 0.52)
  }

  @Test func `are exact where the result is a double`() {
    for order in -1074...1023 {
      let power = Double(sign: .plus, exponent: order, significand: 1)
      #expect(Elementary.exp2(Double(order)) == power)
      #expect(Elementary.pow(2, order) == power)
      #expect(Elementary.log2(power) == Double(order))
    }
    for order in -307...308 {
      #expect(Elementary.log10(Double("1e\(order)") ?? .nan) == Double(order))
    }
    for order in 0...22 { #expect(Elementary.pow(10, order) == Double("1e\(order)")) }
    for root in 0..<20_000 {
      let root = Double(root)
      #expect(Elementary.cubeRoot(root * root * root) == root)
      #expect(Elementary.pow(root, 2) == root * root)
    }
    #expect(Elementary.logGamma(1) == 0 && Elementary.logGamma(2) == 0)
  }

  @Test func `Float is Double, rounded once`() {
    for value in Arguments.singles {
      #expect(Elementary.exp(value) == Float(Elementary.exp(Double(value))))
      let size = value.magnitude
      #expect(Elementary.log(size) == Float(Elementary.log(Double(size))))
    }
  }
}
