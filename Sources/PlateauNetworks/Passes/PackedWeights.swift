import PlateauNumerics

/// The weights of one dense layer as products read them, for many passes with the same parameters.
final class PackedWeights<Element: Scalar> {
  let forward: RowBuffer<Element>
  let back: RowBuffer<Element>
  private let weight: Int
  private let inputs: Int
  private let outputs: Int

  /// The most weights of a layer: of larger ones two copies take more memory than they save time.
  private static var most: Int { 1 << 22 }

  /// Allocates the memory; nil where the stage is no dense layer, or has too many weights.
  init?(_ stage: Stage) {
    guard case .dense(let weight, _) = stage.operation, stage.inputs * stage.outputs <= Self.most
    else { return nil }
    self.weight = weight
    (inputs, outputs) = (stage.inputs, stage.outputs)
    let size = Element.kernels.packedSize
    forward = RowBuffer(capacity: 1, columns: size(outputs, inputs))
    back = RowBuffer(capacity: 1, columns: size(inputs, outputs))
  }

  /// Packs the weights for the way forward: x·Wᵀ.
  func packForward(_ parameters: UnsafePointer<Element>) {
    Element.kernels.pack(
      parameters + weight, forward.pointer,
      ProductShape(m: 0, n: outputs, k: inputs, transposesB: true))
  }

  /// Packs the weights for the way back: δ·W.
  func packBack(_ parameters: UnsafePointer<Element>) {
    Element.kernels.pack(
      parameters + weight, back.pointer, ProductShape(m: 0, n: inputs, k: outputs))
  }
}
