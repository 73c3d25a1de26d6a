import PlateauNumerics
import Testing

@Suite("Convolutions are the same fused sums at every level")
struct LevelConvolutionTests {
  static let shapes =
    ConvolutionKernelTests.shapes.suffix(8) + ConvolutionKernelTests.randomShapes.prefix(8)

  func trace<Element: Scalar>(
    _ kernels: ConvolutionKernels<Element>, _ shape: ConvolutionShape, _ density: Double,
    _ operands: inout LevelOperands, _ trace: inout LevelTrace
  ) {
    let weights: [Element] = operands.values(shape.weightCount)
    let image: [Element] = operands.values(shape.input.count)
    let signal: [Element] = operands.sparse(shape.output.count, density: density)
    let run = ConvolutionRun(shape, weights: weights, kernels: kernels)
    trace.add("forward", run.convolve(image))
    let both = run.both(image, signal)
    trace.add("gradient of the image", both.target)
    trace.add("added to another", run.target(image, signal, adding: image))
    trace.add("gradient of the weights", both.gradient)
  }

  @Test(arguments: shapes, [0.1, 1])
  func `all results`(_ shape: ConvolutionShape, density: Double) throws {
    for kind in [LevelOperands.Kind.plain, .small] {
      LevelTrace.compare(LevelOperands(kind, count: 1)) { table, operands, trace in
        self.trace(Float.convolutions(at: table), shape, density, &operands, &trace)
        self.trace(Double.convolutions(at: table), shape, density, &operands, &trace)
      }
    }
  }

  /// Every output and every gradient of a weight by its definition.
  @Test(arguments: shapes, [0.1, 1])
  func `results are chains in a stated order`(_ shape: ConvolutionShape, density: Double) {
    var operands = LevelOperands(.small, count: 1)
    let weights: [Float] = operands.values(shape.weightCount)
    let image: [Float] = operands.values(shape.input.count)
    let signal: [Float] = operands.sparse(shape.output.count, density: density)
    let run = ConvolutionRun(shape, weights: weights)
    let (channels, area) = (shape.input.channels, shape.kernelHeight * shape.kernelWidth)
    var out = [Float](repeating: 0, count: shape.output.count)
    var gradient = [Float](repeating: 0, count: shape.weightCount)
    for y in 0..<shape.outputHeight {
      for x in 0..<shape.outputWidth {
        let place = (y * shape.outputWidth + x) * shape.filters
        for row in 0..<shape.kernelHeight {
          let top = y * shape.strideHeight + row - shape.padding.top
          guard (0..<shape.input.height).contains(top) else { continue }
          for column in 0..<shape.kernelWidth {
            let left = x * shape.strideWidth + column - shape.padding.left
            guard (0..<shape.input.width).contains(left) else { continue }
            for channel in 0..<channels {
              let value = image[(top * shape.input.width + left) * channels + channel]
              for filter in 0..<shape.filters {
                let weight =
                  (filter * channels + channel) * area + row * shape.kernelWidth + column
                out[place + filter].addProduct(value, weights[weight])
                gradient[weight].addProduct(signal[place + filter], value)
              }
            }
          }
        }
      }
    }
    func bits(_ values: [Float]) -> [UInt32] { values.map { ($0 + 0).bitPattern } }
    #expect(run.convolve(image).map(\.bitPattern) == bits(out))
    #expect(run.gradient([image], [signal]).map(\.bitPattern) == bits(gradient))
  }

  /// Many signals that are zero make the kernels take another way.
  @Test func `gradients with and without lists are the same`() {
    for shape in [(24, 7, 5, 3), (32, 6, 6, 3), (40, 9, 9, 2), (5, 9, 9, 7)] {
      func run(_ filters: Int) -> (target: [Float], gradient: [Float]) {
        var operands = LevelOperands(.plain, count: 1)
        let shape = ConvolutionKernelTests.shape(
          shape.0, shape.1, shape.2, filters: filters, kernel: shape.3, padding: 1)
        let image: [Float] = operands.values(shape.input.count)
        let pixels = shape.outputHeight * shape.outputWidth
        let dense: [Float] = operands.values(pixels * 12)
        let weights: [Float] = operands.values(shape.weightCount)
        var signal = [Float](repeating: 0, count: shape.output.count)
        for pixel in 0..<pixels {
          for filter in 0..<12 { signal[pixel * filters + filter] = dense[pixel * 12 + filter] }
        }
        return ConvolutionRun(shape, weights: weights).both(image, signal)
      }
      let (dense, lists) = (run(12), run(60))
      #expect(dense.target.map(\.bitPattern) == lists.target.map(\.bitPattern))
      #expect(dense.gradient[...] == lists.gradient.prefix(dense.gradient.count))
    }
  }
}
