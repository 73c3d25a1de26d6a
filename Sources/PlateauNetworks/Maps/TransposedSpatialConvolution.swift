package import PlateauNumerics

/// The transpose of a convolution, with weights of shape `[channels, filters of a group, height, width]`.
///
/// What it takes is what the convolution would make, and what it makes is what the convolution would
/// take.
package struct TransposedSpatialConvolution: LinearMap {
  /// The convolution, from what this makes to what it takes.
  package let shape: ConvolutionShape
  /// Where the weights begin, and the bias of each channel.
  let weightOffset: Int
  let biasOffset: Int?

  package var weight: Range<Int>? { weights }
  package var bias: Range<Int>? { biasOffset.map { $0..<$0 + shape.input.channels } }
  package var arithmetic: LinearArithmetic {
    .products(terms: shape.groupFilters * shape.kernelHeight * shape.kernelWidth)
  }
  package var multiplyAdds: Int { shape.flops / 2 }

  package func tiles(of stage: Int, size: Int) -> [WeightTile] {
    [
      WeightTile(
        stage: stage, rows: 0..<shape.input.channels, weights: weights,
        biases: bias ?? weights.upperBound..<weights.upperBound)
    ]
  }

  private var weights: Range<Int> { weightOffset..<weightOffset + shape.weightCount }

  package func weights(of channel: Int, among channels: Int) -> [Range<Int>] {
    let area = shape.kernelHeight * shape.kernelWidth
    let first = channel / shape.groupChannels * shape.groupFilters
    return (first..<first + shape.groupFilters).map { filter in
      let start = weightOffset + filter * shape.fanIn + channel % shape.groupChannels * area
      return start..<start + area
    }
  }

  package func prepared<Element: Scalar>(for type: Element.Type) -> any PreparedMap<Element> {
    PreparedTransposedConvolution<Element>(self)
  }

  package func forEachTerm<Element: Scalar>(
    of output: Int, _ parameters: UnsafePointer<Element>,
    _ body: (_ part: Int, _ input: Int, _ coefficient: Element) -> Void
  ) {
    shape.forEachUse(of: output) { body(0, $0, parameters[weightOffset + $1]) }
  }
}

/// The kernels of a transposed convolution, packed for both ways.
private final class PreparedTransposedConvolution<Element: Scalar>: PreparedMap {
  typealias In = UnsafePointer<Element>
  typealias Out = UnsafeMutablePointer<Element>

  private let map: TransposedSpatialConvolution
  private let memory: any ConvolutionMemory<Element>
  private let counts: (inputs: Int, outputs: Int)

  init(_ map: TransposedSpatialConvolution) {
    self.map = map
    memory = map.shape.memory(for: Element.self)
    counts = (map.shape.output.count, map.shape.input.count)
  }

  var scratchSize: Int { memory.scratchSize }
  var gradientSize: Int { memory.gradientSize }

  func load(_ parameters: In, _ form: LinearForm) {
    // Depthwise kernels have one layout for both ways.
    memory.load(parameters + map.weightOffset)
    memory.loadTranspose(parameters + map.weightOffset)
  }

  func apply(
    _ sources: UnsafePointer<In>, _ parameters: In, _ scratch: Out, into output: Out, rows: Int,
    finish: (Range<Int>) -> Void
  ) {
    for row in 0..<rows {
      memory.convolveBack(
        sources[0] + row * counts.inputs, scratch, into: output + row * counts.outputs)
      finish(row..<row + 1)
    }
  }

  func transpose(
    _ signal: In, _ parameters: In, _ scratch: Out, into target: Out, part: Int, rows: Int
  ) {
    for row in 0..<rows {
      memory.convolve(
        signal + row * counts.outputs, scratch, into: target + row * counts.inputs)
    }
  }

  func transpose(
    _ signal: In, source: In, _ scratch: Out, into target: Out?, addingTo gradient: Out, rows: Int
  ) {
    for row in 0..<rows {
      memory.addGradient(
        signal + row * counts.outputs, source + row * counts.inputs, scratch, into: nil,
        addingTo: gradient)
    }
    if let target {
      transpose(signal, source, scratch, into: target, part: 0, rows: rows)
    }
  }

  func unpack(_ gradient: In, into weights: Out) { memory.unpack(gradient, into: weights) }
}
