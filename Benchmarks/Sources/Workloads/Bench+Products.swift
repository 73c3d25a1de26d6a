import CMeasured
import Plateau

/// A product of row-major blocks, `[m, k]` times `[k, n]`.
struct Product: Sendable {
  let m: Int
  let n: Int
  let k: Int
  var transposesA = false
  var transposesB = false

  var operations: Double { 2 * Double(m) * Double(n) * Double(k) }
}

extension Product {
  /// Those of one step of 784-1200-1200-10 with a batch of 128, whole: no shards, no tiles.
  ///
  /// Forward x·Wᵀ for three layers, signals δ·W for two, weight gradients δᵀ·x for three.
  static let step: [Product] = [
    Product(m: 128, n: 1200, k: 784, transposesB: true),
    Product(m: 128, n: 1200, k: 1200, transposesB: true),
    Product(m: 128, n: 10, k: 1200, transposesB: true),
    Product(m: 128, n: 1200, k: 10),
    Product(m: 128, n: 1200, k: 1200),
    Product(m: 10, n: 1200, k: 128, transposesA: true),
    Product(m: 1200, n: 1200, k: 128, transposesA: true),
    Product(m: 1200, n: 784, k: 128, transposesA: true),
  ]

  func run(_ a: [Float], _ b: [Float], into c: inout [Float]) {
    cblas_sgemm(
      CblasRowMajor, transposesA ? CblasTrans : CblasNoTrans,
      transposesB ? CblasTrans : CblasNoTrans, blasint(m), blasint(n), blasint(k), 1, a,
      blasint(transposesA ? m : k), b, blasint(transposesB ? k : n), 0, &c, blasint(n))
  }
}

extension Bench {
  /// The products of an epoch, by the BLAS with threads of its own.
  ///
  /// Its number of threads is set back to one afterwards: the library sets it only once.
  func multiply() -> Measurement {
    let steps = digits.training.count / 128
    let blocks = Product.step.map { product in
      (Self.filled(product.m * product.k), Self.filled(product.k * product.n))
    }
    var results = Product.step.map { Self.filled($0.m * $0.n) }
    openblas_set_num_threads(Int32(workers.threads))
    defer { openblas_set_num_threads(1) }
    var result = Measurement {
      for _ in 0..<steps {
        for (index, product) in Product.step.enumerated() {
          product.run(blocks[index].0, blocks[index].1, into: &results[index])
        }
      }
    }
    let operations = Double(steps) * Product.step.reduce(0) { $0 + $1.operations }
    result.details = ["gigaflops": operations / result.seconds * 1e-9]
    return result
  }

  static func filled(_ count: Int) -> [Float] {
    var generator = SeededGenerator(seed: 1, purpose: "products")
    return (0..<count).map { _ in Float(generator.uniform(-1, 1)) }
  }
}
