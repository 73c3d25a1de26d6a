import PlateauNetworks
import PlateauNumerics

extension Architecture {
  /// The dense layers that the tensors of a file make up, from `layers.0.weight` on.
  init(denseLayersOf file: SafetensorsFile, activation: Activation) throws(FormatError) {
    func mismatch(_ finding: String) -> FormatError {
      FormatError(
        .mismatch, "'\(file.name)' \(finding). Give its whole architecture.")
    }
    guard let first = file.tensor("layers.0.weight") else {
      throw mismatch("has no tensor 'layers.0.weight', so that its layers cannot be guessed")
    }
    var layers: [Layer] = []
    var inputs = first.shape.count == 2 ? first.shape[1] : 0
    let count = (0...).first { file.tensor("layers.\($0).weight") == nil } ?? 0
    for index in 0..<count {
      let shape = try file.requiredTensor("layers.\(index).weight").shape
      guard shape.count == 2, shape[1] == inputs, inputs > 0 else {
        let expected = index == 0 ? "[outputs, inputs]" : "[outputs, \(inputs)]"
        throw mismatch(
          "has the tensor 'layers.\(index).weight' of shape \(shape) where a dense layer has "
            + expected)
      }
      layers.append(.dense(units: shape[0]))
      if index < count - 1 { layers.append(.activation(activation)) }
      inputs = shape[0]
    }
    guard first.shape[1] <= Self.largestWidth else {
      throw mismatch("has the tensor 'layers.0.weight' of the impossible shape \(first.shape)")
    }
    do {
      try self.init(input: .vector(first.shape[1]), layers: layers)
    } catch {
      throw mismatch("has layers that do not fit: \(error.message.trimmedPeriod)")
    }
  }
}

extension String {
  fileprivate var trimmedPeriod: String { hasSuffix(".") ? String(dropLast()) : self }
}
