import PlateauNumerics
import Testing

@Suite("Matrices")
struct MatrixTests {
  let matrix = Matrix<Float>(rows: 3, columns: 2, elements: [1, 2, 3, 4, 5, 6])

  @Test func `lie row by row`() {
    #expect(matrix[0, 1] == 2)
    #expect(matrix[2, 0] == 5)
    #expect(matrix.row(1) == [3, 4])
    var changed = matrix
    changed[1, 0] = 9
    #expect(changed.elements == [1, 2, 9, 4, 5, 6])
    #expect(matrix[1, 0] == 3)
    #expect(Matrix<Double>(rows: 2, columns: 2, repeating: 7).elements == [7, 7, 7, 7])
    #expect(Matrix<Double>(rows: 0, columns: 5).elements.isEmpty)
  }

  @Test func `give rows in a range or in any order`() {
    #expect(matrix.rows(1..<3) == Matrix(rows: 2, columns: 2, elements: [3, 4, 5, 6]))
    #expect(matrix.rows(1..<1) == Matrix(rows: 0, columns: 2, elements: []))
    #expect(
      matrix.rows(at: [2, 0, 2]) == Matrix(rows: 3, columns: 2, elements: [5, 6, 1, 2, 5, 6]))
    #expect(matrix.rows(at: []).rows == 0)
  }

  @Test func `are converted by rounding to nearest`() {
    let wide = Matrix<Double>(rows: 1, columns: 3, elements: [0.1, 1 + 0x1p-24, 1e300])
    #expect(wide.converted(to: Float.self).elements == [0.1, 1, .infinity])
    #expect(matrix.converted(to: Double.self).elements == [1, 2, 3, 4, 5, 6])
    #expect(matrix.converted(to: Float.self) == matrix)
  }

  @Test func `do not take elements that do not fill them`() async {
    await #expect(processExitsWith: .failure) {
      _ = Matrix<Float>(rows: 2, columns: 2, elements: [1, 2, 3])
    }
  }
}
