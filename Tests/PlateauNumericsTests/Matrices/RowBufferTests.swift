import PlateauNumerics
import Testing

@Suite("Row buffers")
struct RowBufferTests {
  @Test func `start as zeros, all rows in use, on a 64-byte boundary`() {
    for columns in [0, 1, 7, 64] {
      let buffer = RowBuffer<Float>(capacity: 3, columns: columns)
      #expect(buffer.count == 3)
      #expect(buffer.matrix() == Matrix(rows: 3, columns: columns))
      #expect(UInt(bitPattern: buffer.pointer) % 64 == 0)
    }
  }

  @Test func `load rows of a matrix and give back those in use`() {
    let matrix = Matrix<Double>(rows: 4, columns: 2, elements: [1, 2, 3, 4, 5, 6, 7, 8])
    let buffer = RowBuffer<Double>(capacity: 3, columns: 2)
    buffer.load(matrix, rows: 1..<3)
    #expect(buffer.count == 2)
    #expect(buffer.matrix() == matrix.rows(1..<3))
    buffer[1, 0] = -1
    #expect(buffer[1, 0] == -1)
    #expect(buffer[0, 1] == 4)
    #expect(buffer.row(1)[1] == 6)
    buffer.count = 1
    #expect(buffer.matrix().elements == [3, 4])
    buffer.load(matrix, rows: 0..<0)
    #expect(buffer.matrix().rows == 0)
    // Rows out of use keep what they held.
    buffer.count = 3
    #expect(buffer[1, 0] == -1)
    #expect(buffer[2, 1] == 0)
  }

  @Test func `stop at an index outside the rows in use`() async {
    await #expect(processExitsWith: .failure) {
      let buffer = RowBuffer<Float>(capacity: 3, columns: 2)
      buffer.count = 2
      buffer[2, 0] = 1
    }
  }

  @Test func `take no more rows than they have room for`() async {
    await #expect(processExitsWith: .failure) {
      let buffer = RowBuffer<Float>(capacity: 1, columns: 2)
      buffer.load(Matrix(rows: 2, columns: 2), rows: 0..<2)
    }
  }
}
