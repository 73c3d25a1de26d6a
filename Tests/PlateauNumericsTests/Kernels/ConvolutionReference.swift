import PlateauNumerics

/// A convolution and its gradients in double precision, as products of the unrolled image.
struct ConvolutionReference {
  /// `[height][width][filters]`.
  let out: [Double]
  /// The gradient of the image, `[height][width][channels]`.
  let target: [Double]
  /// The gradient of the weights, `[filters][channels][kernel height][kernel width]`.
  let gradient: [Double]

  init(_ shape: ConvolutionShape, image: [Double], weights: [Double], signal: [Double]) {
    let pixels = shape.outputHeight * shape.outputWidth
    let window = shape.weightCount / shape.filters
    let places = Self.places(shape)
    let unrolled = places.map { $0 < 0 ? 0 : image[$0] }
    func product(_ a: [Double], _ b: [Double], _ shape: ProductShape) -> [Double] {
      var result = [Double](repeating: 0, count: shape.m * shape.n)
      Double.kernels.gemm(a, b, into: &result, shape)
      return result
    }
    out = product(
      unrolled, weights, ProductShape(m: pixels, n: shape.filters, k: window, transposesB: true))
    gradient = product(
      signal, unrolled, ProductShape(m: shape.filters, n: window, k: pixels, transposesA: true))
    let terms = product(signal, weights, ProductShape(m: pixels, n: window, k: shape.filters))
    var target = [Double](repeating: 0, count: shape.input.count)
    for (place, term) in zip(places, terms) where place >= 0 { target[place] += term }
    self.target = target
  }

  /// Where each value of each window lies in the image, or −1 in the padding: `[pixel][weight]`.
  private static func places(_ shape: ConvolutionShape) -> [Int] {
    let input = shape.input
    var places: [Int] = []
    places.reserveCapacity(
      shape.outputHeight * shape.outputWidth * shape.weightCount / shape.filters)
    for y in 0..<shape.outputHeight {
      for x in 0..<shape.outputWidth {
        for channel in 0..<input.channels {
          for row in 0..<shape.kernelHeight {
            let top = y * shape.strideHeight + row - shape.padding.top
            for column in 0..<shape.kernelWidth {
              let left = x * shape.strideWidth + column - shape.padding.left
              let isInside = top >= 0 && top < input.height && left >= 0 && left < input.width
              places.append(
                isInside ? (top * input.width + left) * input.channels + channel : -1)
            }
          }
        }
      }
    }
    return places
  }
}
