import PlateauNumerics
import Testing

@Suite("Products of blocks")
struct ProductTests {
  struct Case: Sendable {
    var m = 5
    var n = 7
    var k = 11
    var transposesA = false
    var transposesB = false
    /// What a row is longer than it needs to be.
    var padding = 0
    var accumulates = false
  }

  static let cases: [Case] = [
    Case(), Case(transposesA: true), Case(transposesB: true),
    Case(transposesA: true, transposesB: true), Case(padding: 3),
    Case(transposesA: true, transposesB: true, padding: 2), Case(accumulates: true),
    Case(transposesB: true, padding: 1, accumulates: true), Case(m: 1, n: 1, k: 1),
    Case(m: 64, n: 33, k: 130, transposesB: true), Case(m: 1, n: 40, k: 300, transposesA: true),
  ]

  func check<Element: Scalar>(_ type: Element.Type, _ example: Case) {
    let (m, n, k) = (example.m, example.n, example.k)
    let strideA = (example.transposesA ? m : k) + example.padding
    let strideB = (example.transposesB ? k : n) + example.padding
    let strideC = n + example.padding
    var generator = SeededGenerator(seed: 15)
    func random(_ count: Int) -> [Element] {
      (0..<count).map { _ in Element(generator.uniform(-1, 1)) }
    }
    let a = random((example.transposesA ? k : m) * strideA)
    let b = random((example.transposesB ? n : k) * strideB)
    let before = random(m * strideC)
    var c = before
    Element.kernels.gemm(
      a, b, into: &c,
      ProductShape(
        m: m, n: n, k: k, transposesA: example.transposesA, transposesB: example.transposesB,
        strideA: strideA, strideB: strideB, strideC: strideC, accumulates: example.accumulates))
    for row in 0..<m {
      for column in 0..<strideC {
        let place = row * strideC + column
        guard column < n else {
          #expect(c[place] == before[place], "a place between rows is not written")
          continue
        }
        var sum = example.accumulates ? Double(before[place]) : 0
        var magnitude = abs(sum)
        for index in 0..<k {
          let left = example.transposesA ? a[index * strideA + row] : a[row * strideA + index]
          let right =
            example.transposesB ? b[column * strideB + index] : b[index * strideB + column]
          sum += Double(left) * Double(right)
          magnitude += abs(Double(left) * Double(right))
        }
        // Any order of k products and sums has an error of at most (k + 1) roundings of the sum
        // of magnitudes; the reference in double precision has as many of its own.
        let bound = Double(k + 1) * (Double(Element.ulpOfOne) + Double.ulpOfOne) / 2 * magnitude
        #expect(abs(Double(c[place]) - sum) <= bound)
      }
    }
  }

  @Test(arguments: cases)
  func `agree with three nested loops`(example: Case) {
    check(Float.self, example)
    check(Double.self, example)
  }

  @Test func `are the same bits whoever multiplies`() {
    var generator = SeededGenerator(seed: 16)
    let a = (0..<64 * 100).map { _ in Float(generator.uniform(-1, 1)) }
    let b = (0..<100 * 64).map { _ in Float(generator.uniform(-1, 1)) }
    let results = RowBuffer<Float>(capacity: 16, columns: 64 * 64)
    let address = UInt(bitPattern: results.pointer)
    Workers(threads: 4).run(tasks: 16) { task, _ in
      guard let base = UnsafeMutablePointer<Float>(bitPattern: address) else { return }
      Float.kernels.gemm(a, b, into: base + task * 64 * 64, ProductShape(m: 64, n: 64, k: 100))
    }
    let matrix = results.matrix()
    for row in 1..<16 { #expect(matrix.row(row) == matrix.row(0)) }
  }
}
