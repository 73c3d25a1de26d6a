import CPlateauKernels
import PlateauNumerics

/// The weights of a dense layer by column, for rows of inputs that are mostly one number.
///
/// Unchecked: nothing is written after it has been made.
final class WeightPanels: @unchecked Sendable {
  private let weights: RowBuffer<Double>
  private let sums: RowBuffer<Double>
  private let magnitudes: RowBuffer<Double>
  /// As kernels read them.
  let panels: plateau_panels

  init(_ values: IntervalWeights) {
    let (inputs, outputs) = (Int64(values.inputs), Int64(values.outputs))
    let size = Int(plateau_panels_size(inputs, outputs))
    weights = RowBuffer(capacity: 1, columns: size)
    sums = RowBuffer(capacity: 1, columns: values.outputs + Int(PLATEAU_PANEL))
    magnitudes = RowBuffer(capacity: 1, columns: values.outputs + Int(PLATEAU_PANEL))
    panels = plateau_panels(
      inputs: inputs, outputs: outputs, weights: weights.pointer, sums: sums.pointer,
      magnitudes: magnitudes.pointer)
    plateau_pack_panels(
      inputs, outputs, values.weights, weights.pointer, sums.pointer, magnitudes.pointer)
  }
}
