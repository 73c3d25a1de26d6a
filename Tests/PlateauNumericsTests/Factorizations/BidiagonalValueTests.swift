import PlateauNumerics
import RealModule
import Testing

/// Errors are relative to the largest value.
///
/// Each reflection rounds by a few u = 2⁻⁵³ at worst. These errors are independent and go in all
/// directions: 2.2 u was the most found at sizes up to 1,000, against closed forms and mpmath.
@Suite("Singular values by bidiagonalization")
struct BidiagonalValueTests {
  private func values(_ matrix: Matrix<Double>, exponents: [Int64]? = nil) -> [ScaledValue] {
    let solver = SingularValues<Double>(
      rows: matrix.rows, columns: matrix.columns, respectsScales: false)
    var result = [ScaledValue](repeating: ScaledValue(.nan), count: solver.count)
    solver.compute(
      matrix.elements, exponents ?? Array(repeating: 0, count: matrix.rows), into: &result)
    return result
  }

  private func expect(
    _ found: [ScaledValue], _ expected: [Double], units: Double = 8,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(found.count == expected.count, sourceLocation: sourceLocation)
    for (value, reference) in zip(found, expected) {
      #expect(
        abs(value.value - reference) <= units * 0x1p-53 * expected[0],
        sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: [1, 2, 5, 33, 70, 200])
  func `those of a triangle of ones are known`(count: Int) {
    var matrix = Matrix<Double>(rows: count, columns: count)
    for row in 0..<count {
      for column in 0...row { matrix[row, column] = 1 }
    }
    let expected = (0..<count).map { (index: Int) -> Double in
      let angle = Double(2 * index + 1) / Double(4 * count + 2) * Double.pi
      return 1 / (2 * Double.sin(angle))
    }
    expect(values(matrix), expected)
  }

  @Test func `those of a diagonal are exact, in any order`() {
    let diagonal = (0..<40).map { index in
      // Down to 2⁻³⁹⁰ of the largest.
      Double(sign: index % 2 == 0 ? .plus : .minus, exponent: -10 * index, significand: 1.25)
    }
    for columns in [40, 45, 90] {
      var matrix = Matrix<Double>(rows: 40, columns: columns)
      for row in 0..<40 { matrix[row, row] = diagonal[(row * 7) % 40] }
      #expect(values(matrix).map(\.value) == diagonal.map(abs))
      #expect(values(matrix.transposed).map(\.value) == diagonal.map(abs))
    }
  }

  @Test func `a matrix of rank 1 has one`() {
    let (a, b) = (Matrix.random(1, 50, seed: 1), Matrix.random(1, 37, seed: 2))
    var matrix = Matrix<Double>(rows: 50, columns: 37)
    for row in 0..<50 {
      for column in 0..<37 { matrix[row, column] = a[0, row] * b[0, column] }
    }
    func square(_ row: Matrix<Double>) -> Double { row.elements.reduce(0.0) { $0 + $1 * $1 } }
    var expected = [Double](repeating: 0, count: 37)
    expected[0] = (square(a) * square(b)).squareRoot()
    // The matrix itself is rounded.
    expect(values(matrix), expected, units: 16)
  }

  @Test func `those of Hilbert's matrix agree with 80 digits`() {
    var matrix = Matrix<Double>(rows: 40, columns: 40)
    for row in 0..<40 {
      for column in 0..<40 { matrix[row, column] = 1 / Double(row + column + 1) }
    }
    // mpmath.eigsy of 1 / (i + j + 1) with mp.dps = 80
    let expected = [
      2.0383668353150216127, 0.63309907403204436127, 0.12966001335086555119,
      0.021535772749005215344, 0.0030991901423872421037, 0.00039607853192249865464,
      0.000045547518084888660263, 4.7524307890684036901e-6,
    ]
    expect(Array(values(matrix).prefix(8)), expected)
  }

  @Test func `those of tall and of wide matrices agree with 40 digits`() {
    func matrix(_ rows: Int, _ columns: Int) -> Matrix<Double> {
      var matrix = Matrix<Double>(rows: rows, columns: columns)
      for i in 0..<rows {
        for j in 0..<columns {
          let remainder: Int = (7 * i * i + 3 * j * j + 5 * i * j) % 23
          matrix[i, j] = Double(remainder - 11)
        }
      }
      return matrix
    }
    // mpmath.eigsy of the products of the rows, or of the columns, with mp.dps = 40
    let wide = [
      42.580754515283693042, 38.108200023238476525, 33.257521383246567927,
      30.424933960348980094, 24.472537687156495242,
    ]
    expect(values(matrix(5, 33)), wide)
    expect(values(matrix(5, 33).transposed), wide)
    let tall = [
      51.892244546541510739, 47.005152621646136354, 42.923348594190164126,
      37.969885973937891458, 34.817422978455108603, 30.883908420337780566,
      23.759540091277216541,
    ]
    expect(values(matrix(40, 7)), tall)
    expect(values(matrix(40, 7).transposed), tall)
  }

  @Test(arguments: [(33, 5), (5, 33), (40, 60), (64, 64), (70, 90), (200, 784)])
  func `their squares add up to those of the elements`(rows: Int, columns: Int) {
    let matrix = Matrix.random(rows, columns, seed: 5)
    let found = values(matrix).map(\.value)
    let sum = found.reduce(0) { $0 + $1 * $1 }
    let expected = matrix.elements.reduce(0) { $0 + $1 * $1 }
    // Twice the error of a value, for each that is as large as the largest; and that of the sum of
    // random terms of one sign.
    #expect(abs(sum / expected - 1) < 2 * 8 * 0x1p-53 + 1e-13)
    #expect(zip(found, found.dropFirst()).allSatisfy { $0 >= $1 && $1 > 0 })
    expect(values(matrix.transposed), found, units: 16)
  }

  @Test func `rotations agree with them`() {
    let matrix = Matrix.random(20, 50, seed: 5)
    for (a, b) in zip(matrix.singularValues(), values(matrix)) {
      #expect(abs(a.value / b.value - 1) < 1e-13)
    }
  }

  @Test func `large rows drown small ones, and zero rows have any power of two`() {
    let matrix = Matrix.random(34, 50, seed: 6)
    var exponents = [Int64](repeating: -4000, count: 34)
    exponents[3] = 5000
    let found = values(matrix, exponents: exponents)
    let length = matrix.row(3).reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(abs((found[0] / ScaledValue(length, exponent: 5000)).value - 1) < 1e-15)
    #expect(found.dropFirst().allSatisfy { ($0 / found[0]).value < 8 * 0x1p-53 })
    var sparse = matrix
    for column in 0..<50 { sparse[3, column] = 0 }
    let rest = values(sparse, exponents: exponents)
    exponents[3] = -4000
    #expect(values(sparse, exponents: exponents) == rest)
    #expect(rest[32].exponent < -3900 && (rest[33] / rest[0]).value < 8 * 0x1p-53)
  }

  @Test func `zeros have zeros, and what is not finite has NaN`() {
    #expect(values(Matrix(rows: 1, columns: 1)) == [.zero])
    #expect(values(Matrix(rows: 40, columns: 50)).allSatisfy { $0 == .zero })
    for bad in [Double.nan, .infinity] {
      var matrix = Matrix.random(40, 50, seed: 7)
      matrix[39, 49] = bad
      #expect(values(matrix).allSatisfy { $0.significand.isNaN })
    }
    #expect(values(Matrix(rows: 1, columns: 1, elements: [-3])).map(\.value) == [3])
  }

  @Test func `tiny and huge elements neither underflow nor overflow`() {
    let matrix = Matrix.random(35, 40, seed: 8)
    let expected = values(matrix)
    for factor in [0x1p-900, 0x1p1023] {
      let scaled = Matrix<Double>(
        rows: 35, columns: 40, elements: matrix.elements.map { $0 * factor })
      for (a, b) in zip(values(scaled), expected) { #expect((a / ScaledValue(factor)) == b) }
    }
  }
}
