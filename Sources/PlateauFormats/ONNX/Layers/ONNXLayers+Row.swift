import PlateauNetworks

extension ONNXLayers {
  /// Layers in the order in which a network has them, with their parameters.
  struct Row {
    var layers: [Layer] = []
    var parameters: [ONNXParameters] = []
    /// The places, of all parameters one after the other, of those that the file does not hold.
    var writtenOut: [Range<Int>] = []
  }

  /// All layers that one depends on, in a row that ends with it.
  func row(upTo last: Int) -> Row {
    var row = Row()
    var count = 0
    /// Where in the row each layer is.
    var places: [Int: Int] = [:]
    for index in needed(for: last) {
      let piece = pieces[index]
      let sources = piece.sources.map { source -> Layer.Source in
        guard let source, let place = places[source] else {
          return row.layers.isEmpty ? .previous : .input
        }
        return place == row.layers.count - 1 ? .previous : .layer(place)
      }
      places[index] = row.layers.count
      // What comes just before is named first.
      let isTurned = piece.operation == .sum && sources.last == .previous
      row.layers.append(Layer(piece.operation, of: isTurned ? sources.reversed() : sources))
      row.parameters.append(piece.parameters)
      let writtenOut = piece.isRepeated ? [0..<piece.parameters.count] : piece.writtenOut
      row.writtenOut += writtenOut.filter { !$0.isEmpty }.map {
        count + $0.lowerBound..<count + $0.upperBound
      }
      count += piece.parameters.count
    }
    return row
  }

  /// The layers that one depends on, itself included, in their order.
  func needed(for last: Int) -> [Int] {
    var isNeeded = Array(repeating: false, count: last + 1)
    isNeeded[last] = true
    for index in (0...last).reversed() where isNeeded[index] {
      for case let source? in pieces[index].sources { isNeeded[source] = true }
    }
    return isNeeded.indices.filter { isNeeded[$0] }
  }
}
