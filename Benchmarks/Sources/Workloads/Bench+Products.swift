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

  func run(
    _ products: plateau_products, _ a: [Float], _ b: [Float],
    into c: UnsafeMutablePointer<Float>
  ) {
    var shape = plateau_product(
      m: Int64(m), n: Int64(n), k: Int64(k), stride_a: Int64(transposesA ? m : k),
      stride_b: Int64(transposesB ? k : n), stride_c: Int64(n), transposes_a: transposesA ? 1 : 0,
      transposes_b: transposesB ? 1 : 0, accumulates: 0)
    products.multiply(&shape, a, b, c)
  }
}

extension Bench {
  /// The products of an epoch: each step on one thread, as many at a time as there are threads.
  func multiply() -> Measurement {
    let steps = digits.training.count / 128
    let products = plateau_highest_table().f32.products.pointee
    let blocks = Product.step.map { product in
      (Self.filled(product.m * product.k), Self.filled(product.k * product.n))
    }
    let results = (0..<workers.threads).map { _ in
      Product.step.map { Self.aligned($0.m * $0.n) }
    }
    defer { for result in results.joined() { result.deallocate() } }
    var result = Measurement {
      workers.run(tasks: steps) { _, thread in
        for (index, product) in Product.step.enumerated() {
          product.run(
            products, blocks[index].0, blocks[index].1, into: results[thread][index])
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
