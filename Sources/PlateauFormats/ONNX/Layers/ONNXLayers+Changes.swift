import PlateauNetworks
import PlateauNumerics

extension ONNXLayers {
  /// Adds to the biases of the last layer.
  ///
  /// - Returns: Whether it has one for each number.
  mutating func addToBiases(_ numbers: [Double]) -> Bool {
    guard let piece = pieces.last, piece.shape.channels == numbers.count else { return false }
    switch piece.layer {
    case .dense: break
    case .convolution(let convolution) where convolution.hasBias: break
    case .convolution(let convolution):
      changeLast { piece in
        piece.layer = .convolution(
          Convolution(channels: convolution.channels, window: convolution.window))
        piece.parameters += numbers
      }
      return true
    default: return false
    }
    changeLast { piece in
      let start = piece.parameters.count - numbers.count
      for (index, number) in numbers.enumerated() { piece.parameters[start + index] += number }
      // Now they are the file's.
      piece.writtenOut.removeAll { $0.lowerBound >= start }
    }
    return true
  }

  /// Multiplies the weights and biases of the last layer.
  ///
  /// - Returns: Whether it has an output for each number.
  mutating func scale(by numbers: [Double]) -> Bool {
    guard let piece = pieces.last, piece.shape.channels == numbers.count else { return false }
    let hasBias: Bool
    switch piece.layer {
    case .dense: hasBias = true
    case .convolution(let convolution): hasBias = convolution.hasBias
    default: return false
    }
    changeLast { piece in
      let biases = hasBias ? numbers.count : 0
      let fan = (piece.parameters.count - biases) / numbers.count
      for (index, number) in numbers.enumerated() {
        for place in index * fan..<(index + 1) * fan { piece.parameters[place] *= number }
        if hasBias { piece.parameters[numbers.count * fan + index] *= number }
      }
    }
    return true
  }

  /// Lets the last layer, where it is a normalization, do the work of another one after it.
  ///
  /// - Returns: Whether it is one.
  mutating func mergeNormalization(means: [Double], deviations: [Double]) -> Bool {
    guard case .normalization(let first) = pieces.last?.layer, first.means.count == means.count
    else { return false }
    let indices = means.indices
    let merged = ChannelNormalization(
      means: indices.map { first.means[$0] + means[$0] * first.deviations[$0] },
      deviations: indices.map { first.deviations[$0] * deviations[$0] })
    let isPossible = indices.allSatisfy {
      merged.means[$0].isFinite && merged.deviations[$0].isFinite && merged.deviations[$0] != 0
    }
    guard isPossible else { return false }
    changeLast { $0.layer = .normalization(merged) }
    return true
  }
}
