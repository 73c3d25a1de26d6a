import PlateauNumerics
import Testing

@Suite("Kernels of factorizations")
struct FactorizationKernelTests {
  static let shapes = [
    (1, 1), (1, 40), (2, 3), (5, 33), (10, 784), (16, 16), (17, 19), (33, 35), (40, 129),
    (64, 64), (200, 784),
  ]

  private func bits(_ values: [Double]) -> [UInt64] { values.map(\.bitPattern) }

  @Test(arguments: shapes)
  func `every level gives the same bits`(rows: Int, columns: Int) {
    // A graded matrix, and one with equal and zero rows, go through all branches.
    var graded = Matrix.random(rows, columns, seed: 1)
    var dependent = graded
    for row in 0..<rows {
      for column in 0..<columns {
        graded[row, column] *= Double(sign: .plus, exponent: -20 * (row % 60), significand: 1)
        if row % 4 == 3 { dependent[row, column] = dependent[row - 1, column] }
        if row % 5 == 4 { dependent[row, column] = 0 }
      }
    }
    for matrix in [Matrix.random(rows, columns, seed: 2), graded, dependent] {
      let padded = PaddedRows(matrix)
      let reference = PaddedRows.tables[0]
      let factor = bits(padded.lowerFactor(reference).elements)
      let values = bits(padded.singularValues(reference))
      let small = PaddedRows(matrix.rows(0..<min(rows, 33)))
      let turned = small.orthogonalized(reference)
      for table in PaddedRows.tables.dropFirst() {
        #expect(bits(padded.lowerFactor(table).elements) == factor)
        #expect(bits(padded.singularValues(table)) == values)
        let other = small.orthogonalized(table)
        #expect(bits(other.values) == bits(turned.values) && other.exponents == turned.exponents)
      }
    }
  }

  /// What the header defines.
  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    var lanes = [Double](repeating: 0, count: 16)
    for index in a.indices { lanes[index % 16].addProduct(a[index], b[index]) }
    for width in [8, 4, 2, 1] {
      for lane in 0..<width { lanes[lane] += lanes[lane + width] }
    }
    return lanes[0]
  }

  @Test(arguments: [16, 32, 80, 784])
  func `sums along rows have 16 lanes`(count: Int) {
    let matrix = Matrix.random(2, count, seed: 3)
    let (a, b) = (Array(matrix.row(0)), Array(matrix.row(1)))
    for table in PaddedRows.tables {
      #expect(table.dot(count: count, a, b).bitPattern == dot(a, b).bitPattern)
      var sum = b
      table.add(count: count, a, times: 0.3, to: &sum)
      #expect(bits(sum) == bits(zip(a, b).map { $1.addingProduct(0.3, $0) }))
    }
  }

  @Test(arguments: [1, 3, 4, 10, 13])
  func `products of all rows are those of each pair`(rows: Int) {
    let padded = PaddedRows(Matrix.random(rows, 50, seed: 3))
    let lines = (0..<rows).map {
      Array(padded.values[$0 * padded.stride..<($0 + 1) * padded.stride])
    }
    for table in PaddedRows.tables {
      var products = [Double](repeating: 0, count: rows * rows)
      table.multiplyRows(rows: rows, stride: padded.stride, padded.values, into: &products)
      for row in 0..<rows {
        for column in 0...row {
          let expected = dot(lines[row], lines[column])
          #expect(products[row * rows + column].bitPattern == expected.bitPattern)
        }
      }
    }
  }

  @Test(arguments: [(1, 1), (3, 3), (9, 4), (10, 784), (33, 40), (50, 33), (70, 200)])
  func `products of the rows of L are those of the rows of A`(rows: Int, columns: Int) {
    // Rows of lengths that differ by up to 10⁴⁰⁰: each errs relative to itself.
    var matrix = Matrix.random(rows, columns, seed: 4)
    for row in 0..<rows {
      let factor = Double(sign: .plus, exponent: row * 450 / rows, significand: 1)
      for column in 0..<columns { matrix[row, column] *= factor }
    }
    let factor = PaddedRows(matrix).lowerFactor(PaddedRows.tables[0])
    for a in 0..<rows {
      for column in a + 1..<max(a + 1, factor.columns) { #expect(factor[a, column] == 0) }
      for b in 0...a {
        func product(_ m: Matrix<Double>, _ a: Int, _ b: Int) -> Double {
          dot(Array(m.row(a)), Array(m.row(b)))
        }
        let length = (product(matrix, a, a) * product(matrix, b, b)).squareRoot()
        // A reflection changes a row by at most about 6 u of its length: a rounded v and scale, and
        // the rounded update. Two rows, as many reflections as columns of L, and the two products.
        let bound = (12 * Double(factor.columns) + 20) * 0x1p-53
        #expect(abs(product(factor, a, b) - product(matrix, a, b)) <= bound * length)
      }
    }
  }

  @Test func `rows that only rounding tells from zero reflect nothing`() {
    // The second row is the first one times 2⁻⁵⁰⁰ but for elements near the least number.
    var matrix = Matrix<Double>(rows: 2, columns: 20)
    matrix[0, 0] = 1
    matrix[1, 0] = 0x1p-500
    matrix[1, 3] = 0x1p-1060
    for table in PaddedRows.tables {
      let factor = PaddedRows(matrix).lowerFactor(table)
      #expect(abs(factor[0, 0]) == 1 && abs(factor[1, 0]) == 0x1p-500 && factor[1, 1] == 0)
    }
  }
}
