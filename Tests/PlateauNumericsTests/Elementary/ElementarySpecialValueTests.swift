import PlateauNumerics
import Testing

@Suite("Special values of elementary functions")
struct ElementarySpecialValueTests {
  /// Whether two numbers have the same bits, or both are NaN.
  private func same(_ a: Double, _ b: Double) -> Bool {
    a.isNaN && b.isNaN || a.bitPattern == b.bitPattern
  }

  @Test func `are those of IEEE 754`() {
    let (infinity, nan) = (Double.infinity, Double.nan)
    typealias Function = (Double) -> Double
    let cases: [(String, Function, [(Double, Double)])] = [
      ("exp", Elementary.exp, [(0, 1), (-0.0, 1), (infinity, infinity), (-infinity, 0)]),
      ("exp2", Elementary.exp2, [(0, 1), (-0.0, 1), (infinity, infinity), (-infinity, 0)]),
      (
        "expm1", Elementary.expMinusOne,
        [(0, 0), (-0.0, -0.0), (infinity, infinity), (-infinity, -1)]
      ),
      (
        "log", { Elementary.log($0) },
        [(1, 0), (0, -infinity), (-0.0, -infinity), (infinity, infinity)]
      ),
      ("log2", Elementary.log2, [(1, 0), (0, -infinity), (-0.0, -infinity), (infinity, infinity)]),
      (
        "log10", Elementary.log10,
        [(1, 0), (0, -infinity), (-0.0, -infinity), (infinity, infinity)]
      ),
      (
        "log1p", Elementary.log(onePlus:),
        [(0, 0), (-0.0, -0.0), (-1, -infinity), (infinity, infinity), (-2, nan), (-infinity, nan)]
      ),
      (
        "cbrt", Elementary.cubeRoot,
        [(0, 0), (-0.0, -0.0), (infinity, infinity), (-infinity, -infinity), (-8, -2)]
      ),
      ("tanh", Elementary.tanh, [(0, 0), (-0.0, -0.0), (infinity, 1), (-infinity, -1), (-30, -1)]),
      (
        "atanh", Elementary.atanh,
        [(0, 0), (-0.0, -0.0), (1, infinity), (-1, -infinity), (1.5, nan), (-infinity, nan)]
      ),
      ("cos", Elementary.cos, [(0, 1), (-0.0, 1), (infinity, nan), (-infinity, nan)]),
      ("sin", Elementary.sin, [(0, 0), (-0.0, -0.0), (infinity, nan), (-infinity, nan)]),
      ("erfc", Elementary.erfc, [(0, 1), (-0.0, 1), (infinity, 0), (-infinity, 2), (-30, 2)]),
      (
        "lgamma", Elementary.logGamma,
        [(1, 0), (2, 0), (infinity, infinity), (0, nan), (-1.5, nan)]
      ),
    ]
    for (name, function, values) in cases {
      #expect(function(nan).isNaN, "\(name) of NaN")
      for (argument, expected) in values {
        #expect(same(function(argument), expected), "\(name) of \(argument)")
      }
    }
    for function in [{ Elementary.log($0) }, Elementary.log2, Elementary.log10] as [Function] {
      #expect(function(-1).isNaN && function(-infinity).isNaN)
    }
  }

  @Test func `powers are those of IEEE 754`() {
    let (infinity, nan) = (Double.infinity, Double.nan)
    let cases: [(Double, Double, Double)] = [
      (nan, 0, 1), (0, -0.0, 1), (1, nan, 1), (1, infinity, 1), (-1, infinity, 1),
      (-1, -infinity, 1), (nan, 1, nan), (2, nan, nan), (0, -3, infinity), (-0.0, -3, -infinity),
      (-0.0, -2, infinity), (-0.0, -0.5, infinity), (-0.0, 3, -0.0), (-0.0, 2, 0), (-0.0, 0.5, 0),
      (0, -infinity, infinity), (0, infinity, 0), (0.5, infinity, 0), (0.5, -infinity, infinity),
      (-2, infinity, infinity), (-2, -infinity, 0), (infinity, 2, infinity), (infinity, -2, 0),
      (-infinity, 3, -infinity), (-infinity, 2, infinity), (-infinity, -3, -0.0),
      (-infinity, 0.5, infinity), (-2, 3, -8), (-2, 2, 4), (-2, 0.5, nan), (2, 5000, infinity),
      (2, -5000, 0), (-2, 1025, -infinity), (0x1p-1074, -1, infinity), (1.5, 1e300, infinity),
      (0.5, 1e300, 0), (0.5, 1e-300, 1), (0x1p-1074, 1, 0x1p-1074), (-0x1p53, 1, -0x1p53),
    ]
    for (base, exponent, expected) in cases {
      #expect(same(Elementary.pow(base, exponent), expected), "\(base) to \(exponent)")
    }
  }

  @Test func `subnormal results are kept, and those beyond the largest number are infinite`() {
    #expect(Elementary.exp(709.782712893384) < .infinity)
    #expect(Elementary.exp(709.7827128933841) == .infinity)
    #expect(Elementary.exp(-745.1332191019411) == .leastNonzeroMagnitude)
    #expect(Elementary.exp(-745.1332191019413) == 0)
    #expect(Elementary.exp2(-1074.9) == .leastNonzeroMagnitude)
    #expect(Elementary.exp2(-1075.1) == 0)
    #expect(Elementary.exp2(1023.9999999999999) < .infinity && Elementary.exp2(1024) == .infinity)
    for tiny in [Double.leastNonzeroMagnitude, 0x1p-1030, -0x1p-1040] {
      #expect(Elementary.expMinusOne(tiny) == tiny && Elementary.log(onePlus: tiny) == tiny)
      #expect(Elementary.tanh(tiny) == tiny && Elementary.atanh(tiny) == tiny)
    }
  }
}
