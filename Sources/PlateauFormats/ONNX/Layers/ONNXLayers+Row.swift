import PlateauNetworks
import PlateauNumerics

extension ONNXLayers {
  /// Layers in the order in which a network has them, with their parameters.
  struct Row {
    var layers: [Layer] = []
    var parameters: [[Double]] = []
    /// The places, of all parameters one after the other, of those that the file does not hold.
    var writtenOut: [Range<Int>] = []
    private var count = 0

    fileprivate mutating func append(_ layer: Layer) {
      layers.append(layer)
      parameters.append([])
    }

    fileprivate mutating func append(_ piece: Piece) {
      layers.append(piece.layer)
      parameters.append(piece.parameters)
      writtenOut += piece.writtenOut.map { count + $0.lowerBound..<count + $0.upperBound }
      count += piece.parameters.count
    }
  }

  /// All layers that one depends on, in a row that ends with it.
  ///
  /// Where a layer does not take what comes just before, the row goes back to what it takes. An input
  /// that is taken more than once is copied first, since rows can go back to layers alone.
  func row(upTo last: Int) -> Row {
    let all = needed(for: last)
    let inputs = all.reduce(0) { $0 + pieces[$1].sources.count { $0 == nil } }
    var row = Row()
    /// Where in the row each layer's output is; that of the input under −1.
    var places: [Int: Int] = [:]
    /// The layer whose output the row has last; nil for the input.
    var current: Int?
    if inputs > 1 {
      row.append(copy(of: input))
      places[-1] = 0
    }
    for index in all {
      let piece = pieces[index]
      // Of two it is the one that nothing has to go back to, most likely the later one.
      let source =
        piece.sources.first { $0 == current } ?? piece.sources.max { $0 ?? -1 < $1 ?? -1 } ?? nil
      if source != current, let place = places[source ?? -1] {
        row.append(.output(layer: place))
      }
      switch piece.layer {
      case .add:
        let other = piece.sources.first { $0 != source } ?? source
        row.append(.add(layer: places[other ?? -1] ?? 0))
      case .activation:
        if !canCarryActivation(row.layers.last) { row.append(copy(of: piece.shape)) }
        row.append(piece.layer)
      default: row.append(piece)
      }
      places[index] = row.layers.count - 1
      current = index
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

  private func canCarryActivation(_ layer: Layer?) -> Bool {
    switch layer {
    case nil, .activation, .flatten, .output: false
    default: true
    }
  }

  /// A layer that changes nothing.
  private func copy(of shape: InputShape) -> Layer {
    .normalization(
      ChannelNormalization(
        means: Array(repeating: 0, count: shape.channels),
        deviations: Array(repeating: 1, count: shape.channels)))
  }
}
