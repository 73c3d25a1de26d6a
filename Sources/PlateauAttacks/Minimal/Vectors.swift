/// Loops over rows of numbers, wide enough for the vector unit.
enum Vectors {
  @inline(__always)
  private static func load(_ pointer: UnsafePointer<Double>, _ index: Int) -> SIMD4<Double> {
    UnsafeRawPointer(pointer + index).loadUnaligned(as: SIMD4<Double>.self)
  }

  /// Σ aᵢ·bᵢ, summed in eight lanes in a fixed order.
  static func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int) -> Double {
    var first = SIMD4<Double>.zero
    var second = SIMD4<Double>.zero
    var index = 0
    while index &+ 8 <= count {
      first += load(a, index) * load(b, index)
      second += load(a, index &+ 4) * load(b, index &+ 4)
      index &+= 8
    }
    var sum = (first + second).sum()
    while index < count {
      sum += a[index] * b[index]
      index &+= 1
    }
    return sum
  }

  /// Σ (aᵢ − cᵢ)·bᵢ.
  static func dot(
    _ a: UnsafePointer<Double>, minus c: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    _ count: Int
  ) -> Double {
    var first = SIMD4<Double>.zero
    var second = SIMD4<Double>.zero
    var index = 0
    while index &+ 8 <= count {
      first += (load(a, index) - load(c, index)) * load(b, index)
      second += (load(a, index &+ 4) - load(c, index &+ 4)) * load(b, index &+ 4)
      index &+= 8
    }
    var sum = (first + second).sum()
    while index < count {
      sum += (a[index] - c[index]) * b[index]
      index &+= 1
    }
    return sum
  }

  /// The sums of the products a·b and b·b over the places where a mask of zeros and ones is 1.
  static func curvature(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, mask: UnsafePointer<Double>,
    _ count: Int
  ) -> (product: Double, square: Double) {
    var products = SIMD4<Double>.zero
    var squares = SIMD4<Double>.zero
    var index = 0
    while index &+ 4 <= count {
      let free = load(b, index) * load(mask, index)
      products += load(a, index) * free
      squares += free * free
      index &+= 4
    }
    var product = products.sum()
    var square = squares.sum()
    while index < count {
      let free = b[index] * mask[index]
      product += a[index] * free
      square += free * free
      index &+= 1
    }
    return (product, square)
  }

  /// Adds `factor`·`a` to `target` where the mask is 1.
  static func add(
    _ factor: Double, _ a: UnsafePointer<Double>, mask: UnsafePointer<Double>,
    to target: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    for index in 0..<count { target[index] += factor * a[index] * mask[index] }
  }
}
