import PlateauNetworks
import PlateauNumerics

extension ONNXLayers {
  /// Adds to the biases of a layer.
  ///
  /// - Returns: Whether it has one for each number.
  mutating func addToBiases(
    of layer: Int, _ numbers: [Double]
  ) throws(FormatError) -> Bool {
    let piece = pieces[layer]
    guard piece.shape.channels == numbers.count else { return false }
    guard let hasBias = piece.operation.hasBias else { return false }
    if !hasBias, case .convolution(let convolution) = piece.operation {
      change(layer) { piece in
        piece.operation = .convolution(convolution.biased)
        piece.parameters = piece.parameters + ONNXParameters(numbers)
      }
      return true
    }
    var parameters = piece.parameters
    try parameters.addToLast(numbers)
    change(layer) { piece in
      piece.parameters = parameters
      // Now they are the file's.
      let start = parameters.count - numbers.count
      piece.writtenOut.removeAll { $0.lowerBound >= start }
    }
    return true
  }

  /// Multiplies the weights and biases of a layer.
  ///
  /// - Returns: Whether it has an output for each number.
  mutating func scale(_ layer: Int, by numbers: [Double]) throws(FormatError) -> Bool {
    let piece = pieces[layer]
    guard piece.shape.channels == numbers.count else { return false }
    guard let hasBias = piece.operation.hasBias else { return false }
    var parameters = piece.parameters
    try parameters.scaleRows(
      by: numbers, splitAt: parameters.count - (hasBias ? numbers.count : 0))
    change(layer) { $0.parameters = parameters }
    return true
  }

  /// Lets a normalization do the work of another one after it.
  ///
  /// - Returns: Whether it is one.
  mutating func mergeNormalization(
    into layer: Int, means: [Double], deviations: [Double]
  ) -> Bool {
    guard case .normalization(let first) = pieces[layer].operation, first.means.count == means.count
    else { return false }
    let indices = means.indices
    let merged = ChannelNormalization(
      means: indices.map { first.means[$0] + means[$0] * first.deviations[$0] },
      deviations: indices.map { first.deviations[$0] * deviations[$0] })
    let isPossible = indices.allSatisfy {
      merged.means[$0].isFinite && merged.deviations[$0].isFinite
        && (1 / merged.deviations[$0]).isFinite
    }
    guard isPossible else { return false }
    change(layer) { $0.operation = .normalization(merged) }
    return true
  }

  /// Lets a dense layer put out some of its values, in another order, and zeros for nil.
  ///
  /// - Returns: The layer in its place; nil where it is not dense.
  mutating func choose(_ outputs: [Int?], from layer: Int) throws(FormatError) -> Int? {
    let piece = pieces[layer]
    guard case .dense(let units) = piece.operation, let source = piece.sources.first else {
      return nil
    }
    let parameters = try piece.parameters.numbers()
    let fan = (parameters.count - units) / units
    var weights: [Double] = []
    weights.reserveCapacity(outputs.count * (fan + 1))
    for output in outputs {
      guard let output else {
        weights.append(contentsOf: repeatElement(0, count: fan))
        continue
      }
      weights += parameters[output * fan..<(output + 1) * fan]
    }
    let biases = outputs.map { output in output.map { parameters[units * fan + $0] } ?? 0 }
    // Rows of zeros are not the file's; nor are biases where none were.
    var writtenOut = outputs.indices.filter { outputs[$0] == nil }
      .map { $0 * fan..<($0 + 1) * fan }
    if piece.writtenOut.contains(where: { $0.upperBound > units * fan }) {
      writtenOut.append(weights.count..<weights.count + biases.count)
    }
    return append(
      .dense(units: outputs.count), weights + biases, writtenOut: writtenOut, after: source,
      shape: InputShape(channels: outputs.count, height: 1, width: 1), for: piece.node)
  }

  /// Puts a dense layer in the place of the last two, where the last only selects from another that
  /// nothing else takes.
  ///
  /// - Returns: The layer that is the last now.
  mutating func mergeChoice(_ last: Int) throws(FormatError) -> Int {
    guard case .selection(let selection) = pieces[last].operation, pieces[last].sources.count == 1,
      let source = pieces[last].sources[0],
      needed(for: last).count(where: { pieces[$0].sources.contains(source) }) == 1
    else { return last }
    return try choose(selection.places.map { $0 < 0 ? nil : $0 }, from: source) ?? last
  }

  /// Whether every layer from the input to one leaves each number in its place.
  func keepsPlaces(_ layer: Int?) -> Bool {
    reached(from: layer).allSatisfy { pieces[$0].operation.keepsPlaces }
  }

  /// One layer and those before it, as far back as layers leave each number in its place; the first
  /// of each way that does not is the last there.
  private func reached(from layer: Int?) -> [Int] {
    var isSeen = Array(repeating: false, count: pieces.count)
    var waiting = [layer]
    while let next = waiting.popLast() {
      guard let next, !isSeen[next] else { continue }
      isSeen[next] = true
      if pieces[next].operation.keepsPlaces { waiting += pieces[next].sources }
    }
    return isSeen.indices.filter { isSeen[$0] }
  }
}

extension Operation {
  /// Of a dense layer or a convolution, whether it has biases; nil of others.
  fileprivate var hasBias: Bool? {
    if case .convolution(let convolution) = self { return convolution.hasBias }
    if case .dense = self { return true }
    return nil
  }
}
