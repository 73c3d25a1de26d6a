import PlateauData
import PlateauNumerics
import Testing

@Suite("Arrays without names")
struct NPZNamesTests {
  private func dataset(_ arrays: [NPYArray]) throws -> Dataset {
    var builder = NPZBuilder()
    for (number, array) in arrays.enumerated() { builder.add("arr_\(number)", array) }
    return try NPZFile(parsing: builder.encoded(), named: "d/f.npz").dataset()
  }

  private let images = NPYArray((0..<8).map { Float($0) / 8 }, shape: [2, 1, 2, 2])
  private let rows = NPYArray((0..<8).map { Float($0) / 8 }, shape: [2, 4])
  private let labels = NPYArray([2, 0], shape: [2])
  private let column = NPYArray([2, 0], shape: [2, 1])
  private let hot = NPYArray([0, 0, 1, 1, 0, 0], shape: [2, 3])

  @Test func `are read where shapes say which is which`() throws {
    for (x, y) in [
      (images, labels), (images, column), (images, hot), (rows, labels), (rows, column),
    ] {
      for isSwapped in [false, true] {
        let read = try dataset(isSwapped ? [y, x] : [x, y])
        #expect(read.test.labels == [2, 0])
        #expect(read.test.inputs.elements == x.floats())
        #expect(
          read.notes == [
            isSwapped
              ? "arrays of 'd/f.npz' have no names: 'arr_1' was read as x, and 'arr_0' as y."
              : "arrays of 'd/f.npz' have no names: 'arr_0' was read as x, and 'arr_1' as y."
          ])
      }
    }
  }

  @Test func `are refused where they could be either, or are others`() {
    let end =
      ", and nothing says which are inputs and which labels. Save them with their names: "
      + "np.savez('f.npz', x=x, y=y)."
    let two = "'d/f.npz' has arrays without names, 'arr_0', 'arr_1'" + end
    #expect(message { try dataset([rows, hot]) } == two)
    #expect(message { try dataset([column, column]) } == two)
    #expect(message { try dataset([images, NPYArray([1], shape: [1])]) } == two)
    #expect(
      message { try dataset([images]) } == "'d/f.npz' has arrays without names, 'arr_0'" + end)
    #expect(
      message { try dataset([images, labels, images, labels]) }
        == "'d/f.npz' has arrays without names, 'arr_0', 'arr_1', 'arr_2', 'arr_3'" + end)
  }
}
