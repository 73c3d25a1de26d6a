import CPlateauKernels
import PlateauNumerics
import Testing

@Suite("Sums, extremes and conversions")
struct ReductionTests {
  @Test func `column sums skip what lies between rows`() {
    let values: [Double] = [1, 2, 100, 3, 4, 100, 5, 6, 100]
    var sums: [Double] = [.nan, .nan]
    Double.kernels.columnSums(rows: 3, columns: 2, of: values, stride: 3, into: &sums)
    #expect(sums == [9, 12])
    Double.kernels.columnSums(rows: 0, columns: 2, of: values, stride: 3, into: &sums)
    #expect(sums == [0, 0])
  }

  @Test func `column sums of many rows are the plain sums`() {
    var generator = SeededGenerator(seed: 7)
    let values = (0..<500 * 21).map { _ in Float(generator.uniform(-1, 1)) }
    var sums = [Float](repeating: 0, count: 21)
    Float.kernels.columnSums(rows: 500, columns: 21, of: values, stride: 21, into: &sums)
    for column in 0..<21 {
      // In the order of the rows, so exactly equal.
      let expected = (0..<500).reduce(Float(0)) { $0 + values[$1 * 21 + column] }
      #expect(sums[column] == expected)
    }
  }

  func extremes<Element: Scalar>(_ type: Element.Type) {
    func largest(_ values: [Element]) -> Element {
      Element.kernels.largestMagnitude(count: values.count, of: values)
    }
    func isFinite(_ values: [Element]) -> Bool {
      Element.kernels.allFinite(count: values.count, of: values)
    }
    #expect(largest([]) == 0)
    #expect(largest([0, -0.0]) == 0)
    #expect(largest([1, -3, 2]) == 3)
    #expect(largest([.leastNonzeroMagnitude, 0]) == .leastNonzeroMagnitude)
    #expect(largest([-.greatestFiniteMagnitude, 1]) == .greatestFiniteMagnitude)
    #expect(isFinite([]))
    #expect(isFinite([-.greatestFiniteMagnitude, 0]))
    // Anywhere in a row of vectors and their rest.
    for place in 0..<67 {
      for bad in [Element.infinity, -.infinity, .nan, -Element.nan, .signalingNaN] {
        var values = [Element](repeating: 1, count: 67)
        values[place] = bad
        #expect(largest(values) == .infinity)
        #expect(!isFinite(values))
      }
    }
  }

  @Test func `the largest magnitude finds infinities and what is no number`() {
    extremes(Float.self)
    extremes(Double.self)
  }

  @Test func `squared distances are summed in double precision`() {
    let ones = [Float](repeating: 1, count: 1000)
    let tenths = [Float](repeating: 0.1, count: 1000)
    let difference = 1 - Double(Float(0.1))
    let distance = Float.kernels.squaredDistance(count: 1000, from: ones, to: tenths)
    #expect(abs(distance - 1000 * difference * difference) <= 1e-12 * distance)
    #expect(Double.kernels.squaredDistance(count: 2, from: [1, 2], to: [4, 6]) == 25)
    #expect(Double.kernels.squaredDistance(count: 0, from: [1], to: [2]) == 0)
  }

  @Test func `scaling multiplies every value`() {
    var values: [Float] = [1, -2, 0.5]
    Float.kernels.scale(count: 3, values: &values, by: -2)
    #expect(values == [-2, 4, -1])
  }

  @Test func `conversions are exact or rounded to nearest`() {
    let singles: [Float] = [0.1, -.infinity, .leastNonzeroMagnitude, 3]
    var doubles = [Double](repeating: 0, count: 4)
    Double.kernels.fromSingles(count: 4, singles, into: &doubles)
    #expect(doubles == singles.map { Double($0) })
    var narrow = [Float](repeating: 0, count: 5)
    Double.kernels.toSingles(
      count: 5, [0.1, 1e300, 1e-300, 1 + 0x1p-24, 1 + 0x1.8p-23], into: &narrow)
    #expect(narrow == [0.1, .infinity, 0, 1, 1 + 0x1p-22])
    var units = [Float](repeating: 0, count: 256)
    plateau_bytes_to_unit_f32(256, Array(0...255), &units)
    #expect(units == (0...255).map { Float($0) / 255 })
  }
}
