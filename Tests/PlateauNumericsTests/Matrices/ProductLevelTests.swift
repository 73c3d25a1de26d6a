import PlateauNumerics
import Testing

@Suite("Products at every level")
struct ProductLevelTests {
  /// Sizes around tiles and vectors of every level, of all kinds: few rows, few columns, one of
  /// either, long sums, rows that lie a multiple of 1 KB apart.
  static let shapes: [ProductShape] = {
    var generator = SeededGenerator(seed: 18)
    func number(_ most: Int) -> Int { 1 + Int(generator.uniform(0, Double(most))) }
    var shapes: [ProductShape] = []
    for index in 0..<96 {
      let (m, n, k) =
        switch index % 8 {
        case 0: (number(70), number(70), number(40))
        case 1: (number(20), number(100), 250 + number(300))
        case 2: (1, number(200), number(600))
        case 3: (number(600), 1, number(50))
        case 4: (100 + number(600), number(9), number(30))
        case 5: (number(4), number(300), 200 + number(1500))
        case 6: (number(30), number(30), 0)
        default: (number(40), number(40), number(300))
        }
      let (transposesA, transposesB) = (index / 8 % 2 == 1, index / 16 % 2 == 1)
      var strideA = (transposesA ? m : k) + index % 3
      if index % 5 == 0 { strideA = (strideA + 255) / 256 * 256 }
      shapes.append(
        ProductShape(
          m: m, n: n, k: k, transposesA: transposesA, transposesB: transposesB, strideA: strideA,
          strideB: (transposesB ? k : n) + index % 4, strideC: n + index % 2,
          accumulates: index % 3 == 1))
    }
    return shapes
  }()

  /// Every element is the sum of chains of 512 fused products, in order.
  private func chain<Element: Scalar>(
    _ a: [Element], _ b: [Element], _ c: [Element], _ shape: ProductShape
  ) -> [Element] {
    var result = c
    for row in 0..<shape.m {
      for column in 0..<shape.n {
        var sum: Element? = shape.accumulates ? c[row * shape.strideC + column] : nil
        var part: Element = 0
        for step in 0..<shape.k {
          let left =
            shape.transposesA ? a[step * shape.strideA + row] : a[row * shape.strideA + step]
          let right =
            shape.transposesB ? b[column * shape.strideB + step] : b[step * shape.strideB + column]
          part.addProduct(left, right)
          guard step % 512 == 511 || step == shape.k - 1 else { continue }
          part += 0
          sum = sum.map { $0 + part } ?? part
          part = 0
        }
        result[row * shape.strideC + column] = sum ?? 0
      }
    }
    return result
  }

  /// Compares a product with its definition; of sparse factors most steps are zero for all rows, and
  /// others for some columns.
  private func check<Element: Scalar>(
    _ kernels: Kernels<Element>, _ shape: ProductShape, isSparse: Bool = false
  ) {
    var generator = SeededGenerator(seed: UInt64(shape.m * 1000 + shape.n))
    // Of many sizes: subnormals among them, and sums that round away.
    func random(_ count: Int) -> [Element] {
      (0..<count).map { index in
        let value = Element(generator.uniform(-1, 1))
        if index % 7 == 3 { return 0 }
        return index % 11 == 5 ? value * Element.leastNormalMagnitude.squareRoot() : value
      }
    }
    var a = random(max(1, (shape.transposesA ? shape.k : shape.m) * shape.strideA))
    var b = random(max(1, (shape.transposesB ? shape.n : shape.k) * shape.strideB))
    for step in 0..<(isSparse ? shape.k : 0) {
      let keepsRows = generator.uniform(0, 1) < 0.4
      for row in 0..<(keepsRows ? 0 : shape.m) {
        a[shape.transposesA ? step * shape.strideA + row : row * shape.strideA + step] = -0.0
      }
      let first = Int(generator.uniform(0, Double(shape.n)))
      for column in first..<shape.n {
        b[shape.transposesB ? column * shape.strideB + step : step * shape.strideB + column] = 0
      }
    }
    let before = random(shape.m * shape.strideC)
    let expected = chain(a, b, before, shape)
    func expect(_ name: String, _ c: [Element]) {
      let differing = zip(c, expected).count { $0 != $1 || $0.sign != $1.sign }
      #expect(differing == 0, "\(name): \(shape)")
    }
    var c = before
    kernels.gemm(a, b, into: &c, shape)
    expect("product", c)
    let packed = RowBuffer<Element>(
      capacity: 1, columns: kernels.packedSize(n: shape.n, k: shape.k))
    kernels.pack(b, into: packed.pointer, shape)
    c = before
    kernels.gemm(a, packed: packed.pointer, into: &c, shape)
    expect("with a packed factor", c)
  }

  @Test(arguments: ProcessorLevel.available)
  func `are sums of fused chains to the last bit, packed or not`(level: ProcessorLevel) {
    let table = LevelTable.table(at: level)
    for shape in Self.shapes {
      check(Float.kernels(at: table), shape)
      check(Double.kernels(at: table), shape)
    }
  }

  @Test(arguments: ProcessorLevel.available)
  func `are the same where rows and columns share zeros`(level: ProcessorLevel) {
    let table = LevelTable.table(at: level)
    for shape in Self.shapes {
      check(Float.kernels(at: table), shape, isSparse: true)
      check(Double.kernels(at: table), shape, isSparse: true)
    }
  }

  @Test(arguments: ProcessorLevel.available)
  func `zeros do not hide what is not finite`(level: ProcessorLevel) {
    let kernels = Float.kernels(at: LevelTable.table(at: level))
    let (m, n, k) = (30, 200, 100)
    for transposesA in [false, true] {
      for (bad, isInA) in [(Float.nan, false), (.infinity, false), (.nan, true), (.infinity, true)]
      {
        // Zero but for the first step.
        var a = [Float](repeating: 0, count: m * k)
        for row in 0..<m { a[transposesA ? row : row * k] = 1 }
        var b = [Float](repeating: 0, count: k * n)
        for column in 0..<n { b[column] = 1 }
        if isInA {
          a[transposesA ? 70 * m + 11 : 11 * k + 70] = bad
        } else {
          b[70 * n + 150] = bad
        }
        let shape = ProductShape(
          m: m, n: n, k: k, transposesA: transposesA, strideA: transposesA ? m : k)
        var c = [Float](repeating: 0, count: m * n)
        kernels.gemm(a, b, into: &c, shape)
        for (index, value) in c.enumerated() {
          let isHit = isInA ? index / n == 11 : index % n == 150
          #expect(isHit ? value.isNaN : value == 1)
        }
      }
    }
  }

  @Test(arguments: ProcessorLevel.available)
  func `what is not finite reaches its own row and column alone`(level: ProcessorLevel) {
    let kernels = Float.kernels(at: LevelTable.table(at: level))
    for (m, n, k) in [(1, 40, 20), (33, 35, 40), (200, 3, 17), (50, 1, 9)] {
      var a = [Float](repeating: 1, count: m * k)
      let b = [Float](repeating: 1, count: k * n)
      var c = [Float](repeating: 0, count: m * n)
      a[k - 1] = .infinity
      if m > 1 { a[(m - 1) * k] = .nan }
      kernels.gemm(a, b, into: &c, ProductShape(m: m, n: n, k: k))
      for row in 0..<m {
        for column in 0..<n {
          let value = c[row * n + column]
          switch row {
          case 0: #expect(value == .infinity)
          case m - 1: #expect(value.isNaN)
          default: #expect(value == Float(k))
          }
        }
      }
    }
  }
}
