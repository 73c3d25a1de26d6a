import PlateauNumerics
import Testing

@Suite("Convolutions")
struct ConvolutionKernelTests {
  static func shape(
    _ channels: Int, _ height: Int, _ width: Int, filters: Int, kernel: Int, stride: Int = 1,
    padding: Int = 0
  ) -> ConvolutionShape {
    ConvolutionShape(
      input: InputShape(channels: channels, height: height, width: width), filters: filters,
      kernel: (kernel, kernel), stride: (stride, stride),
      padding: ImagePadding(padding))
  }

  /// What networks are made of, on images of several tiles and small ones; and what they leave out:
  /// outputs that fill no panel, more than a block of them, kernels as large as the image.
  static let shapes: [ConvolutionShape] = [
    shape(32, 7, 7, filters: 64, kernel: 5, padding: 2),
    shape(1, 28, 28, filters: 32, kernel: 5, padding: 2),
    shape(16, 10, 10, filters: 16, kernel: 3, padding: 1),
    shape(32, 8, 8, filters: 32, kernel: 3, padding: 1),
    shape(64, 4, 5, filters: 64, kernel: 3, padding: 1),
    shape(16, 12, 12, filters: 32, kernel: 3, stride: 2, padding: 1),
    shape(16, 32, 32, filters: 32, kernel: 1, stride: 2),
    shape(3, 16, 16, filters: 16, kernel: 3, padding: 1),
    shape(512, 3, 3, filters: 20, kernel: 3),
    shape(7, 5, 6, filters: 150, kernel: 2, stride: 3),
    shape(2, 13, 12, filters: 3, kernel: 12),
    shape(1, 1, 1, filters: 1, kernel: 1),
  ]

  /// Fifty shapes of random sizes, strides and paddings, asymmetric ones too.
  static let randomShapes: [ConvolutionShape] = {
    var generator = SeededGenerator(seed: 41)
    func random(_ range: ClosedRange<Int>) -> Int {
      range.lowerBound + generator.below(range.count)
    }
    return (0..<50).map { index in
      let kernel = (height: random(1...7), width: random(1...7))
      let padding =
        index % 3 == 0
        ? ImagePadding()
        : ImagePadding(
          top: random(0...3), left: random(0...3), bottom: random(0...3), right: random(0...3))
      return ConvolutionShape(
        input: InputShape(
          channels: random(1...20), height: random(kernel.height...11),
          width: random(kernel.width...11)), filters: random(1...40), kernel: kernel,
        stride: (random(1...3), random(1...3)), padding: padding)
    }
  }()

  struct Data<Element: Scalar> {
    let image: [Element]
    let weights: [Element]
    let signal: [Element]

    init(_ shape: ConvolutionShape, density: Double, seed: UInt64) {
      var generator = SeededGenerator(seed: seed, purpose: "convolution")
      func random(_ count: Int, _ density: Double) -> [Element] {
        (0..<count).map { _ in
          let value = generator.uniform(-1, 1)
          return generator.uniform() < density ? Element(value) : 0
        }
      }
      image = random(shape.input.count, 1)
      weights = random(shape.weightCount, 1)
      signal = random(shape.output.count, density)
    }

    func reference(
      _ shape: ConvolutionShape, _ transform: (Double) -> Double
    ) -> ConvolutionReference {
      ConvolutionReference(
        shape, image: image.map { transform(Double($0)) },
        weights: weights.map { transform(Double($0)) },
        signal: signal.map { transform(Double($0)) })
    }
  }

  /// The largest error as a share of what it may be.
  ///
  /// Any order of n products and sums has an error of at most n + 1 roundings of the sum of
  /// magnitudes, and one more where that is added to something; the reference in double precision
  /// has as many of its own.
  func worst<Element: Scalar>(
    _ values: [Element], _ exact: [Double], _ magnitudes: [Double], terms: Int
  ) -> Double {
    let unit = (Double(Element.ulpOfOne) + Double.ulpOfOne) / 2
    var worst = 0.0
    for index in exact.indices {
      let error = abs(Double(values[index]) - exact[index])
      if error == 0 { continue }
      let share = error / (Double(terms + 2) * unit * magnitudes[index])
      // Comparisons with NaN are false.
      worst = share <= worst ? worst : share
    }
    return worst
  }

  func check<Element: Scalar>(_ type: Element.Type, _ shape: ConvolutionShape, _ density: Double) {
    let data = Data<Element>(shape, density: density, seed: 42)
    let exact = data.reference(shape) { $0 }
    let sums = data.reference(shape) { abs($0) }
    let run = ConvolutionRun(shape, weights: data.weights)
    let area = shape.kernelHeight * shape.kernelWidth
    #expect(
      worst(run.convolve(data.image), exact.out, sums.out, terms: area * shape.input.channels) <= 1)
    let target = run.target(data.image, data.signal)
    #expect(worst(target, exact.target, sums.target, terms: area * shape.filters) <= 1)
    let added = run.target(data.image, data.signal, adding: data.image)
    #expect(
      worst(
        added, zip(exact.target, data.image).map { $0 + Double($1) },
        zip(sums.target, data.image).map { $0 + abs(Double($1)) }, terms: area * shape.filters) <= 1
    )
    let twice = run.gradient([data.image, data.image], [data.signal, data.signal])
    #expect(
      worst(
        twice, exact.gradient.map { 2 * $0 }, sums.gradient.map { 2 * $0 },
        terms: 2 * shape.outputHeight * shape.outputWidth) <= 1)
    #expect(run.isContained)
  }

  @Test(arguments: shapes)
  func `and their gradients agree with products of the unrolled image`(shape: ConvolutionShape) {
    for density in [0, 0.1, 1] {
      check(Float.self, shape, density)
      check(Double.self, shape, density)
    }
  }

  @Test func `of fifty random shapes agree with products of the unrolled image`() {
    for (index, shape) in Self.randomShapes.enumerated() {
      check(Float.self, shape, [0.1, 0.5, 1][index % 3])
      check(Double.self, shape, [0.5, 1, 0.1][index % 3])
    }
  }
}
