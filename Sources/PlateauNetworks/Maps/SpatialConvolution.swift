package import PlateauNumerics

/// A convolution of an image, with weights of shape `[filters, channels of a group, height, width]`.
package struct SpatialConvolution: LinearMap {
  package let shape: ConvolutionShape
  /// Where the weights begin, and the bias of each filter.
  let weightOffset: Int
  let biasOffset: Int?

  package var weight: Range<Int>? { weightOffset..<weightOffset + shape.weightCount }
  package var bias: Range<Int>? { biasOffset.map { $0..<$0 + shape.filters } }
  package var arithmetic: LinearArithmetic { .products(terms: shape.fanIn) }
  package var multiplyAdds: Int { shape.flops / 2 }

  package func tiles(of stage: Int, size: Int) -> [WeightTile] {
    let end = weightOffset + shape.weightCount
    return [
      WeightTile(
        stage: stage, rows: 0..<shape.filters, weights: weightOffset..<end,
        biases: bias ?? end..<end)
    ]
  }

  package func prepared<Element: Scalar>(for type: Element.Type) -> any PreparedMap<Element> {
    PreparedConvolution<Element>(self)
  }

  package func forEachTerm<Element: Scalar>(
    of output: Int, _ parameters: UnsafePointer<Element>,
    _ body: (_ part: Int, _ input: Int, _ coefficient: Element) -> Void
  ) {
    shape.forEachTerm(of: output) { body(0, $0, parameters[weightOffset + $1]) }
  }
}

/// The kernels of a convolution, packed for both ways.
private final class PreparedConvolution<Element: Scalar>: PreparedMap {
  typealias In = UnsafePointer<Element>
  typealias Out = UnsafeMutablePointer<Element>

  private let map: SpatialConvolution
  private let memory: any ConvolutionMemory<Element>
  private let counts: (inputs: Int, outputs: Int)
  private var isBorrowed = false

  init(_ map: SpatialConvolution) {
    self.map = map
    memory = map.shape.memory(for: Element.self)
    counts = (map.shape.input.count, map.shape.output.count)
  }

  var scratchSize: Int { memory.scratchSize }
  var gradientSize: Int { memory.gradientSize }

  func load(_ parameters: In, _ form: LinearForm) {
    isBorrowed = false
    memory.load(parameters + map.weightOffset)
  }

  func borrow(_ parameters: In) {
    isBorrowed = memory.convolveUnpacked != nil
    if !isBorrowed { memory.load(parameters + map.weightOffset) }
  }

  func loadTranspose(_ parameters: In) { memory.loadTranspose(parameters + map.weightOffset) }

  func apply(
    _ sources: UnsafePointer<In>, _ parameters: In, _ scratch: Out, into output: Out, rows: Int,
    finish: (Range<Int>) -> Void
  ) {
    if isBorrowed, let convolve = memory.convolveUnpacked {
      convolve(sources[0], rows, parameters + map.weightOffset, scratch, output)
      return finish(0..<rows)
    }
    for row in 0..<rows {
      memory.convolve(
        sources[0] + row * counts.inputs, scratch, into: output + row * counts.outputs)
      finish(row..<row + 1)
    }
  }

  func transpose(
    _ signal: In, _ parameters: In, _ scratch: Out, into target: Out, part: Int, rows: Int
  ) {
    for row in 0..<rows {
      memory.convolveBack(
        signal + row * counts.outputs, scratch, into: target + row * counts.inputs)
    }
  }

  func transpose(
    _ signal: In, source: In, _ scratch: Out, into target: Out?, addingTo gradient: Out, rows: Int
  ) {
    for row in 0..<rows {
      memory.addGradient(
        source + row * counts.inputs, signal + row * counts.outputs, scratch,
        into: target.map { $0 + row * counts.inputs }, addingTo: gradient)
    }
  }

  func unpack(_ gradient: In, into weights: Out) { memory.unpack(gradient, into: weights) }
}
