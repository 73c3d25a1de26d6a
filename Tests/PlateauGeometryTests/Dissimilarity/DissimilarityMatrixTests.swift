import PlateauGeometry
import PlateauNumerics
import Testing

@Suite("Dissimilarity matrices")
struct DissimilarityMatrixTests {
  let workers = Workers(threads: 2)

  func random(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix<Double> {
    var generator = SeededGenerator(seed: seed, purpose: "activities")
    return Matrix(
      rows: rows, columns: columns,
      elements: (0..<rows * columns).map { _ in generator.uniform() })
  }

  @Test func `affine copies are alike, mirror images are opposite`() {
    let base = random(1, 40, seed: 1).elements
    let rows = [base, base.map { 3 * $0 + 7 }, base.map { 1e-9 * $0 }, base.map { 2 - $0 }]
    let matrix = DissimilarityMatrix(
      of: Matrix(rows: 4, columns: 40, elements: rows.flatMap { $0 }), labels: [0, 0, 0, 1],
      workers: workers)
    for a in 0..<3 {
      for b in 0..<3 { #expect(matrix.values[a, b] < 1e-14) }
      #expect(matrix.values[a, 3] > 2 - 1e-14)
    }
  }

  @Test func `orthogonal patterns are 1 apart`() {
    let values: [Double] = [1, -1, 0, 0, 0, 0, 1, -1, 5, 5, 5, 5]
    let matrix = DissimilarityMatrix(
      of: Matrix(rows: 3, columns: 4, elements: values), labels: [0, 1, 2], workers: workers)
    #expect(matrix.values[0, 1] == 1)
    // A constant vector has no pattern: 1 to all others, 0 to itself.
    #expect(matrix.values[2, 0] == 1 && matrix.values[1, 2] == 1 && matrix.values[2, 2] == 0)
  }

  @Test func `constant vectors give no NaN, even where their mean is rounded`() {
    let matrix = DissimilarityMatrix(
      of: Matrix(rows: 3, columns: 7, elements: Array(repeating: 0.1, count: 21)),
      labels: [0, 0, 1], workers: workers)
    #expect(matrix.values.elements == [0, 1, 1, 1, 0, 1, 1, 1, 0])
    #expect(matrix.separation == 1)
  }

  @Test func `rows are ordered by class, and within a class as given`() {
    let activities = random(5, 9, seed: 2)
    let labels = [2, 0, 1, 0, 2]
    let matrix = DissimilarityMatrix(of: activities, labels: labels, workers: workers)
    #expect(matrix.order == [1, 3, 2, 0, 4])
    #expect(matrix.labels == [0, 0, 1, 2, 2])
    let given = DissimilarityMatrix(
      of: activities, labels: labels, ordersByClass: false, workers: workers)
    for a in 0..<5 {
      for b in 0..<5 {
        let other = given.values[matrix.order[a], matrix.order[b]]
        #expect(abs(matrix.values[a, b] - other) < 1e-14)
      }
    }
  }

  @Test func `separation is the ratio of means between and within classes`() {
    // Two classes with one pattern each, orthogonal: nothing within, 1 between.
    let a: [Double] = [1, -1, 1, -1]
    let b: [Double] = [1, 1, -1, -1]
    let toy = DissimilarityMatrix(
      of: Matrix(rows: 4, columns: 4, elements: a + b + a + b), labels: [0, 1, 0, 1],
      workers: workers)
    #expect(toy.meanWithinClasses == 0 && toy.meanBetweenClasses == 1)
    #expect(toy.separation == .infinity)
    // Classes without meaning.
    let mixed = DissimilarityMatrix(
      of: Matrix(rows: 4, columns: 4, elements: a + b + a + b), labels: [0, 0, 1, 1],
      workers: workers)
    #expect(mixed.meanWithinClasses == 1 && mixed.meanBetweenClasses == 0.5)
    #expect(mixed.separation == 0.5)
    let one = DissimilarityMatrix(
      of: Matrix(rows: 2, columns: 4, elements: a + b), labels: [3, 3], workers: workers)
    #expect(one.meanBetweenClasses == nil && one.separation == nil)
  }

  @Test func `matrices are symmetric, and the same bits for any number of threads`() {
    let activities = random(300, 21, seed: 3).converted(to: Float.self)
    let labels = (0..<300).map { $0 % 10 }
    let one = DissimilarityMatrix(of: activities, labels: labels, workers: Workers(threads: 1))
    for threads in [2, 4] {
      let other = DissimilarityMatrix(
        of: activities, labels: labels, workers: Workers(threads: threads))
      #expect(other == one)
    }
    for a in 0..<300 {
      #expect(one.values[a, a] == 0)
      #expect((0..<a).allSatisfy { one.values[a, $0] == one.values[$0, a] })
    }
  }
}
