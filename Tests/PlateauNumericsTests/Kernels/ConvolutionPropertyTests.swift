import PlateauNumerics
import Testing

@Suite("Properties of convolutions")
struct ConvolutionPropertyTests {
  typealias Data = ConvolutionKernelTests.Data<Float>

  static let shapes =
    ConvolutionKernelTests.shapes.suffix(8) + ConvolutionKernelTests.randomShapes.prefix(8)

  @Test(arguments: shapes, [0.1, 1])
  func `either gradient alone has the bits of both together`(
    shape: ConvolutionShape, density: Double
  ) {
    let data = Data(shape, density: density, seed: 43)
    let run = ConvolutionRun(shape, weights: data.weights)
    let both = run.both(data.image, data.signal)
    #expect(run.target(data.image, data.signal) == both.target)
    #expect(run.gradient([data.image], [data.signal]) == both.gradient)
  }

  @Test(arguments: shapes, [0.1, 1])
  func `nothing depends on what was in memory before`(shape: ConvolutionShape, density: Double) {
    let data = Data(shape, density: density, seed: 44)
    let other = Data(shape, density: 1 - density / 2, seed: 45)
    let fresh = ConvolutionRun(shape, weights: data.weights, rubbish: 0)
    let used = ConvolutionRun(shape, weights: data.weights, rubbish: .nan)
    _ = used.convolve(other.image)
    _ = used.both(other.image, other.signal)
    #expect(used.convolve(data.image) == fresh.convolve(data.image))
    let results = (used.both(data.image, data.signal), fresh.both(data.image, data.signal))
    #expect(results.0.target == results.1.target)
    #expect(results.0.gradient == results.1.gradient)
  }

  @Test(arguments: shapes)
  func `weights survive the layouts`(shape: ConvolutionShape) {
    let data = Data(shape, density: 1, seed: 46)
    #expect(ConvolutionRun(shape, weights: data.weights).unpackedBack() == data.weights)
  }

  /// Images of ones by weights of one count the pixels of each window, exactly.
  @Test func `of ones count what lies inside the image`() {
    let shape = ConvolutionKernelTests.shape(3, 5, 5, filters: 10, kernel: 3, padding: 1)
    let run = ConvolutionRun<Double>(shape, weights: .init(repeating: 1, count: shape.weightCount))
    let image = [Double](repeating: 1, count: shape.input.count)
    let sides = [2.0, 3, 3, 3, 2]
    let out = run.convolve(image)
    let target = run.target(image, .init(repeating: 1, count: shape.output.count))
    for y in 0..<5 {
      for x in 0..<5 {
        for filter in 0..<10 { #expect(out[(y * 5 + x) * 10 + filter] == 3 * sides[y] * sides[x]) }
        for channel in 0..<3 {
          #expect(target[(y * 5 + x) * 3 + channel] == 10 * sides[y] * sides[x])
        }
      }
    }
  }

  @Test func `have the sizes of torch`() {
    // torch.nn.Conv2d(3, 16, (3, 5), stride=(2, 3), padding=(1, 2)) on [1, 3, 32, 29].
    let shape = ConvolutionShape(
      input: InputShape(channels: 3, height: 32, width: 29), filters: 16, kernel: (3, 5),
      stride: (2, 3), padding: .init(top: 1, left: 2, bottom: 1, right: 2))
    #expect(shape.output == InputShape(channels: 16, height: 16, width: 10))
    #expect(shape.paddedHeight == 34 && shape.paddedWidth == 33)
    #expect(shape.weightCount == 720)
    #expect(shape.flops == 230_400)
  }
}
