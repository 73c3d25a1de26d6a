package import PlateauNumerics

/// y = W·x + b of a vector, with W of shape `[outputs, inputs]`.
package struct Dense: LinearMap {
  package let inputs: Int
  package let outputs: Int
  /// Where W and b begin.
  let weightOffset: Int
  let biasOffset: Int

  /// A map whose parameters are its own alone: W, then b.
  package init(inputs: Int, outputs: Int) {
    self.init(
      inputs: inputs, outputs: outputs, weightOffset: 0, biasOffset: inputs * outputs)
  }

  init(inputs: Int, outputs: Int, weightOffset: Int, biasOffset: Int) {
    (self.inputs, self.outputs) = (inputs, outputs)
    (self.weightOffset, self.biasOffset) = (weightOffset, biasOffset)
  }

  package var weight: Range<Int>? { weightOffset..<weightOffset + inputs * outputs }
  package var bias: Range<Int>? { biasOffset..<biasOffset + outputs }
  package var arithmetic: LinearArithmetic { .products(terms: inputs) }
  package var multiplyAdds: Int { inputs * outputs }
  package var isDense: Bool { true }

  package func tiles(of stage: Int, size: Int) -> [WeightTile] {
    let count = max(8, size / inputs / 8 * 8)
    return stride(from: 0, to: outputs, by: count).map { first in
      let rows = first..<min(outputs, first + count)
      let start = weightOffset + first * inputs
      return WeightTile(
        stage: stage, rows: rows, weights: start..<start + rows.count * inputs,
        biases: biasOffset + rows.lowerBound..<biasOffset + rows.upperBound)
    }
  }

  package func prepared<Element: Scalar>(for type: Element.Type) -> any PreparedMap<Element> {
    PreparedDense<Element>(self)
  }

  package func forEachTerm<Element: Scalar>(
    of output: Int, _ parameters: UnsafePointer<Element>,
    _ body: (_ part: Int, _ input: Int, _ coefficient: Element) -> Void
  ) {
    let row = parameters + weightOffset + output * inputs
    for input in 0..<inputs { body(0, input, row[input]) }
  }
}

/// The weights of a dense layer: as they lie, or packed while they are held.
private final class PreparedDense<Element: Scalar>: PreparedMap {
  typealias In = UnsafePointer<Element>
  typealias Out = UnsafeMutablePointer<Element>

  private let map: Dense
  private let kernels = Element.kernels
  private let panels: (forward: RowBuffer<Element>, back: RowBuffer<Element>)?
  private var isPacked = false
  private var isPackedBack = false

  /// The most weights that are packed: of more, two copies take more memory than they save time.
  private static var most: Int { 1 << 22 }

  init(_ map: Dense) {
    self.map = map
    let kernels = Element.kernels
    panels =
      map.multiplyAdds <= Self.most
      ? (
        RowBuffer(capacity: 1, columns: kernels.packedSize(n: map.outputs, k: map.inputs)),
        RowBuffer(capacity: 1, columns: kernels.packedSize(n: map.inputs, k: map.outputs))
      ) : nil
  }

  func load(_ parameters: In, _ form: LinearForm) { (isPacked, isPackedBack) = (false, false) }

  func hold(_ parameters: In) {
    guard let panels else { return }
    kernels.pack(
      parameters + map.weightOffset, into: panels.forward.pointer,
      ProductShape(m: 0, n: map.outputs, k: map.inputs, transposesB: true))
    isPacked = true
  }

  func holdTranspose(_ parameters: In) {
    guard let panels else { return }
    kernels.pack(
      parameters + map.weightOffset, into: panels.back.pointer,
      ProductShape(m: 0, n: map.inputs, k: map.outputs))
    isPackedBack = true
  }

  func apply(
    _ sources: UnsafePointer<In>, _ parameters: In, _ scratch: Out, into output: Out, rows: Int,
    finish: (Range<Int>) -> Void
  ) {
    let shape = ProductShape(m: rows, n: map.outputs, k: map.inputs, transposesB: true)
    if isPacked, let panels {
      kernels.gemm(sources[0], packed: panels.forward.pointer, into: output, shape)
    } else {
      kernels.gemm(sources[0], parameters + map.weightOffset, into: output, shape)
    }
    finish(0..<rows)
  }

  func transpose(
    _ signal: In, _ parameters: In, _ scratch: Out, into target: Out, part: Int, rows: Int
  ) {
    let shape = ProductShape(m: rows, n: map.inputs, k: map.outputs)
    if isPackedBack, let panels {
      kernels.gemm(signal, packed: panels.back.pointer, into: target, shape)
    } else {
      kernels.gemm(signal, parameters + map.weightOffset, into: target, shape)
    }
  }
}
