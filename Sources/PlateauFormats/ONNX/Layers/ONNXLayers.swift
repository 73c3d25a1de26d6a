import PlateauNetworks
import PlateauNumerics

/// The layers that a graph turns into, each with the layers that it takes.
///
/// They are put in a row, as a network has them, only at the end: until then it does not matter which
/// comes last, and a value may be taken any number of times.
struct ONNXLayers {
  /// A layer with its parameters, in the order of a network's buffer.
  struct Piece {
    /// What it does; of a sum the other layer is named when all are put in a row.
    var layer: Layer
    var parameters: [Double]
    /// The places of those that the file does not hold, ascending: what its node means is written
    /// out with them.
    var writtenOut: [Range<Int>] = []
    /// The layers that it takes, two of a sum; nil stands for the input.
    let sources: [Int?]
    /// The shape that it puts out.
    let shape: InputShape
    /// The node that it was made for, for messages.
    let node: String
    /// Of a dense layer that only chooses: the values that it passes on, nil for a zero.
    var choice: [Int?]?
    /// Whether none of the values that it puts out can be negative.
    var isNonnegative = false
  }

  /// The shape of the input.
  let input: InputShape
  private(set) var pieces: [Piece] = []
  /// How many layers take each.
  private var takers: [Int] = []

  init(input: InputShape) { self.input = input }

  /// The shape in which a layer puts out its value; nil stands for the input.
  func shape(of layer: Int?) -> InputShape { layer.map { pieces[$0].shape } ?? input }

  /// Whether what a layer puts out is never negative.
  func isNonnegative(_ layer: Int?) -> Bool { layer.map { pieces[$0].isNonnegative } ?? false }

  /// Whether no layer takes what another puts out.
  func isUntaken(_ layer: Int) -> Bool { takers[layer] == 0 }

  /// Appends a layer that takes what another puts out.
  ///
  /// - Returns: Its index.
  mutating func append(
    _ layer: Layer, _ parameters: [Double] = [], writtenOut: [Range<Int>] = [],
    after source: Int?, shape: InputShape, for node: String
  ) -> Int {
    append(
      Piece(
        layer: layer, parameters: parameters, writtenOut: writtenOut, sources: [source],
        shape: shape, node: node))
  }

  /// Appends a nonlinearity.
  mutating func append(_ function: Activation, after source: Int?, for node: String) -> Int {
    append(.activation(function), after: source, shape: shape(of: source), for: node)
  }

  /// Appends the sum of what two layers of the same shape put out.
  mutating func append(sumOf first: Int?, _ second: Int?, for node: String) -> Int {
    append(
      Piece(
        layer: .add(layer: 0), parameters: [], sources: [first, second], shape: shape(of: first),
        node: node))
  }

  /// Makes a vector of an image.
  ///
  /// - Returns: The layer that puts it out; the same one for a vector.
  mutating func flatten(_ source: Int?, for node: String) -> Int? {
    let shape = shape(of: source)
    guard shape.height * shape.width > 1 else { return source }
    return append(
      .flatten, after: source, shape: InputShape(channels: shape.count, height: 1, width: 1),
      for: node)
  }

  private mutating func append(_ piece: Piece) -> Int {
    var piece = piece
    piece.isNonnegative = isNonnegative(piece)
    for case let source? in piece.sources { takers[source] += 1 }
    pieces.append(piece)
    takers.append(0)
    return pieces.count - 1
  }

  /// Changes a layer.
  mutating func change(_ index: Int, _ change: (inout Piece) -> Void) {
    change(&pieces[index])
    pieces[index].isNonnegative = isNonnegative(pieces[index])
  }

  /// Whether a layer never puts out anything negative.
  private func isNonnegative(_ piece: Piece) -> Bool {
    let takesNone = piece.sources.allSatisfy { isNonnegative($0) }
    switch piece.layer {
    case .activation(let function): return function != .tanh || takesNone
    case .normalization(let map):
      return takesNone && map.means.allSatisfy { $0 <= 0 } && map.deviations.allSatisfy { $0 > 0 }
    case .maxPooling, .averagePooling, .globalAveragePooling, .flatten, .add: return takesNone
    case .dense, .convolution, .batchNormalization, .output: return false
    }
  }
}
