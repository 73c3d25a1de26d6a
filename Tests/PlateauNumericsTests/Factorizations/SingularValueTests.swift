import PlateauNumerics
import RealModule
import Testing

@Suite("Singular values")
struct SingularValueTests {
  /// D·U, with orthonormal rows in U: its singular values are the entries of D.
  func known<Element: Scalar>(
    _ values: [Double], columns: Int, as type: Element.Type
  ) -> Matrix<Element> {
    var rows: [[Double]] = []
    for index in values.indices {
      var row = Array(Matrix.random(1, columns, seed: UInt64(index)).elements)
      // Twice is enough for orthogonality to working precision.
      for _ in 0..<2 {
        for other in rows {
          let product = zip(row, other).reduce(0) { $0 + $1.0 * $1.1 }
          for column in row.indices { row[column] -= product * other[column] }
        }
      }
      let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      rows.append(row.map { $0 / length })
    }
    let elements = zip(values, rows).flatMap { value, row in row.map { Element($0 * value) } }
    return Matrix(rows: values.count, columns: columns, elements: elements)
  }

  @Test func `those of orthogonal rows are their lengths, in descending order`() {
    let expected = [1e-3, 5, 1e4, 0.25, 5]
    let found = known(expected, columns: 30, as: Double.self).singularValues()
    for (value, reference) in zip(found, expected.sorted(by: >)) {
      #expect(abs(value.value / reference - 1) < 1e-14)
    }
    let single = known(expected, columns: 30, as: Float.self).singularValues()
    for (value, reference) in zip(single, expected.sorted(by: >)) {
      #expect(abs(value.value / reference - 1) < 4e-7)
    }
  }

  /// The sums of squares and of fourth powers are those of the product of the rows.
  func moments<Element: Scalar>(
    _ matrix: Matrix<Element>, _ values: [ScaledValue], tolerance: Double
  ) {
    var (second, fourth) = (0.0, 0.0)
    for a in 0..<matrix.rows {
      for b in 0..<matrix.rows {
        let product = zip(matrix.row(a), matrix.row(b)).reduce(0.0) {
          $0 + Double($1.0) * Double($1.1)
        }
        if a == b { second += product }
        fourth += product * product
      }
    }
    let squares = values.map { $0.value * $0.value }
    #expect(abs(squares.reduce(0, +) / second - 1) < tolerance)
    #expect(abs(squares.reduce(0) { $0 + $1 * $1 } / fourth - 1) < tolerance)
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 >= $1 })
  }

  @Test(arguments: [(1, 1), (1, 9), (9, 1), (7, 7), (10, 64), (32, 5), (33, 40), (40, 7)])
  func `their moments are those of the matrix`(rows: Int, columns: Int) {
    let matrix = Matrix.random(rows, columns, seed: 3)
    let values = matrix.singularValues()
    #expect(values.count == min(rows, columns))
    moments(matrix, values, tolerance: 1e-13)
    let single = matrix.converted(to: Float.self)
    moments(single, single.singularValues(), tolerance: 1e-12)
  }

  @Test func `a transposed matrix has the same ones`() {
    let matrix = Matrix.random(12, 31, seed: 4)
    for (a, b) in zip(matrix.singularValues(), matrix.transposed.singularValues()) {
      #expect(abs(a.value / b.value - 1) < 1e-12)
    }
  }

  @Test func `small ones keep their digits beside large ones`() {
    // Rows of length 1 times powers of two: the condition is that of the rows alone.
    let matrix = Matrix.random(10, 64, seed: 6)
    let exponents = (0..<10).map { -5000 * $0 }
    let scaled = matrix.singularValues(exponents: exponents)
    // Rows so far apart are as good as orthogonal: each value is the length of what is left of a row
    // when those above are taken off.
    var rows: [[Double]] = []
    for index in 0..<10 {
      var row = Array(matrix.row(index))
      for _ in 0..<2 {
        for other in rows {
          let product = zip(row, other).reduce(0) { $0 + $1.0 * $1.1 }
          for column in row.indices { row[column] -= product * other[column] }
        }
      }
      let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      rows.append(row.map { $0 / length })
      let expected = ScaledValue(length, exponent: exponents[index])
      #expect(abs((scaled[index] / expected).value - 1) < 1e-13)
    }
    let single = matrix.converted(to: Float.self).singularValues(exponents: exponents)
    for (a, b) in zip(single, scaled) { #expect(abs((a / b).value - 1) < 1e-6) }
  }

  @Test(arguments: [2, 10, 32, 60])
  func `each of a triangle of ones has its own digits`(count: Int) {
    var matrix = Matrix<Double>(rows: count, columns: count)
    for row in 0..<count {
      for column in 0...row { matrix[row, column] = 1 }
    }
    let solver = SingularValues<Double>(rows: count, columns: count, respectsScales: true)
    var values = [ScaledValue](repeating: .zero, count: count)
    solver.compute(matrix.elements, Array(repeating: 0, count: count), into: &values)
    for (index, value) in values.enumerated() {
      let angle = Double(2 * index + 1) / Double(4 * count + 2) * Double.pi
      // Rotations err like rounding at random in some ten sweeps; what the reflections leave of a row
      // errs by its share of the condition, here below 1.3 · rows.
      #expect(abs(value.value * 2 * Double.sin(angle) - 1) < Double(16 + count) * 0x1p-53)
    }
  }

  @Test func `dependent rows give exact zeros`() {
    var matrix = Matrix.random(6, 20, seed: 7)
    for column in 0..<20 {
      matrix[4, column] = 2 * matrix[0, column]
      matrix[5, column] = matrix[1, column] - matrix[2, column]
    }
    let values = matrix.singularValues()
    #expect(values[3].value > 0.1)
    #expect(values[4] == .zero && values[5] == .zero)
    #expect(Matrix<Double>(rows: 3, columns: 5).singularValues() == [.zero, .zero, .zero])
    #expect(Matrix<Float>(rows: 40, columns: 5).singularValues().allSatisfy { $0 == .zero })
  }

  @Test func `tiny and huge elements neither underflow nor overflow`() {
    let matrix = known([3, 2, 1], columns: 8, as: Double.self)
    for factor in [1e-308, 1e-200, 1e200, 1e307] {
      let scaled = Matrix(
        rows: 3, columns: 8, elements: matrix.elements.map { $0 * factor })
      for (value, expected) in zip(scaled.singularValues(), [3.0, 2, 1]) {
        // Below 10⁻³⁰⁸ the elements themselves have lost up to 4 digits.
        #expect(abs((value / ScaledValue(factor)).value - expected) < 1e-12)
      }
    }
  }

  @Test func `what is not finite gives NaN`() {
    var matrix = Matrix.random(3, 8, seed: 8)
    matrix[1, 2] = .infinity
    #expect(matrix.singularValues().allSatisfy { $0.significand.isNaN })
    var many = Matrix.random(40, 8, seed: 8)
    many[1, 2] = .nan
    #expect(many.singularValues().allSatisfy { $0.significand.isNaN })
  }

  @Test func `those of softmax's derivative times rows need no product`() {
    let matrix = Matrix.random(5, 12, seed: 9)
    let logits = [0.3, -1, 2, 0.1, -2]
    let softmax = ScaledSoftmax(classes: 5)
    softmax.compute(logits)
    var product = Matrix<Double>(rows: 5, columns: 12)
    for row in 0..<5 {
      for other in 0..<5 {
        for column in 0..<12 {
          product[row, column] += softmax.slope(row, other).value * matrix[other, column]
        }
      }
    }
    let solver = SingularValues<Double>(rows: 5, columns: 12)
    var values = [ScaledValue](repeating: .zero, count: 5)
    solver.compute(matrix.elements, [0, 0, 0, 0, 0], into: &values)
    solver.compute(softmax, into: &values)
    for (value, expected) in zip(values, product.singularValues()).prefix(4) {
      #expect(abs(value.value / expected.value - 1) < 1e-13)
    }
    #expect(values[4] == .zero)
    // Probabilities so far apart that a power of two of their ratio is no double, and a zero row.
    var sparse = matrix
    for column in 0..<12 { sparse[2, column] = 0 }
    solver.compute(sparse.elements, [0, 0, 0, 0, 0], into: &values)
    softmax.compute([0, -9000.0, -2000, -5000, -3000])
    solver.compute(softmax, into: &values)
    #expect(values.prefix(4).allSatisfy { $0.isFinite && $0 > .zero })
    for (value, logarithm) in zip(values, [-2000.0, -3000, -5000, -9000]) {
      #expect(abs(value.logarithm - logarithm) < 5)
    }
  }
}
